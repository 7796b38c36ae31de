package dev.ringmark.runtime.op;

/// The name of an extended attribute, as the kernel takes it (xattr(7)).
final class AttributeName {

    private static final int NAME_MAX = 255;
    private static final int VALUE_MAX = 1 << 16;

    final byte[] bytes;
    private final String text;

    AttributeName(String text) {
        this.text = text;
        bytes = PathName.bytes("name", text);
        Require.range("name: length in bytes", bytes.length, 1, NAME_MAX);
        Require.that(text.indexOf('.') > 0, "name", text, "one with its namespace: user.mime_type");
    }

    /// The scratch that it takes.
    long size() {
        return bytes.length + 16L;
    }

    /// A value's size that the kernel may accept.
    static int requireValueSize(String name, int size) {
        return Require.range(name, size, 0, VALUE_MAX);
    }

    @Override
    public String toString() {
        return text;
    }
}
