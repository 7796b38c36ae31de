package dev.ringmark.runtime.fs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.GetAttribute;
import dev.ringmark.runtime.op.SetAttribute;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The extended attributes of files: xattr(7). Names have their namespace, `user.mime_type`.
///
/// Getting and setting take the ring since 5.19; listing and removing have no opcode, so a thread
/// of the pool does them.
public final class Attributes {

    /// How large a value or a list of names may be: XATTR_SIZE_MAX of linux/limits.h.
    private static final int SIZE_MAX = 65536;

    private final WithoutRing withoutRing;

    Attributes(WithoutRing withoutRing) {
        this.withoutRing = withoutRing;
    }

    /// The value of one.
    ///
    /// @throws RingException -ENODATA when there is none
    public byte[] get(Path path, String name) {
        return withoutRing.ask(
                GetAttribute.path(path.toString(), name, SIZE_MAX),
                () ->
                        withoutRing.bytes(
                                "getxattr of " + path + ", " + name,
                                SIZE_MAX,
                                (calls, memory) ->
                                        calls.getAttribute(path.toString(), name, memory)));
    }

    /// Sets one, whether it was there or not.
    public void set(Path path, String name, byte[] value) {
        withoutRing.run(
                SetAttribute.path(path.toString(), name, value),
                calls -> calls.setAttribute(path.toString(), name, value, 0));
    }

    /// The names of all.
    public List<String> list(Path path) {
        byte[] names =
                withoutRing.bytes(
                        "listxattr of " + path,
                        SIZE_MAX,
                        (calls, memory) -> calls.listAttributes(path.toString(), memory));
        String text = new String(names, UTF_8);
        return Arrays.stream(text.split("\0", -1)).filter(name -> !name.isEmpty()).toList();
    }

    /// Takes one away.
    ///
    /// @throws RingException -ENODATA when there is none
    public void remove(Path path, String name) {
        withoutRing.call(
                "removexattr of " + path + ", " + name,
                calls -> calls.removeAttribute(path.toString(), name));
    }
}
