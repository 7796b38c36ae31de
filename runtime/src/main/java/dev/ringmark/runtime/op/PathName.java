package dev.ringmark.runtime.op;

import java.nio.charset.StandardCharsets;

/// A path as the kernel takes it: in UTF-8, up to the first zero, relative to a directory.
final class PathName {

    private static final int SIZE_MAX = 4095;

    final Fd<FileKind.Directory> directory;
    final byte[] bytes;
    private final String text;

    /// @param name the argument's name in what is said about it
    PathName(String name, Fd<FileKind.Directory> directory, String text) {
        this.directory = directory;
        this.text = text;
        bytes = bytes(name, text);
        Require.that(bytes.length > 0, name, "an empty path", "a path");
    }

    /// An open file itself: no path, with AT_EMPTY_PATH.
    PathName(Fd<FileKind.Directory> file) {
        directory = file;
        text = "";
        bytes = new byte[0];
    }

    /// The scratch that [#in] takes.
    long size() {
        return bytes.length + 16L;
    }

    /// Puts it into an operation's scratch, and says where.
    long in(Scratch scratch) {
        return scratch.string(bytes);
    }

    /// A string without zeros.
    static byte[] bytes(String name, String text) {
        Require.that(text.indexOf(0) < 0, name, "a string with a zero in it", "none");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Require.that(bytes.length <= SIZE_MAX, name, bytes.length + " bytes", "up to " + SIZE_MAX);
        return bytes;
    }

    @Override
    public String toString() {
        return bytes.length == 0 ? directory.toString() : '"' + text + '"';
    }
}
