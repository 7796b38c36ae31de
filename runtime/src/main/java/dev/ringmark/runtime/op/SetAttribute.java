package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Sets an extended attribute of a file: FSETXATTR, or SETXATTR by a path.
///
/// Since 5.19; io_uring_enter(2), setxattr(2).
public final class SetAttribute extends DoneOp {

    /// Whether the attribute may, must, or must not be there before.
    public enum Mode {
        SET(0),
        CREATE(1),
        REPLACE(2);

        final int bits;

        Mode(int bits) {
            this.bits = bits;
        }
    }

    private final @Nullable Target<?> file;
    private final @Nullable PathName path;
    private final AttributeName name;
    private final byte[] value;
    private final Mode mode;

    private SetAttribute(
            @Nullable Target<?> file,
            @Nullable PathName path,
            AttributeName name,
            byte[] value,
            Mode mode) {
        this.file = file;
        this.path = path;
        this.name = name;
        this.value = value.clone();
        this.mode = mode;
        AttributeName.requireValueSize("value: size", value.length);
    }

    /// Of an open file.
    ///
    /// @param name with its namespace, `user.mime_type`
    public static SetAttribute of(Target<?> file, String name, byte[] value) {
        return new SetAttribute(file, null, new AttributeName(name), value, Mode.SET);
    }

    /// Of a file by its path, under the working directory or absolute.
    ///
    /// @param name with its namespace, `user.mime_type`
    public static SetAttribute path(String path, String name, byte[] value) {
        PathName where = new PathName("path", Fd.WORKING_DIRECTORY, path);
        return new SetAttribute(null, where, new AttributeName(name), value, Mode.SET);
    }

    /// The same, failing where the attribute is there (CREATE) or is not (REPLACE).
    public SetAttribute with(Mode other) {
        return new SetAttribute(file, path, name, value, other);
    }

    @Override
    public Opcode opcode() {
        return path == null ? Opcode.FSETXATTR : Opcode.SETXATTR;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long called = scratch.string(name.bytes);
        MemorySegment memory = scratch.take(value.length);
        MemorySegment.copy(value, 0, memory, JAVA_BYTE, 0, value.length);
        int fd = file == null ? 0 : file.number();
        sqe.prepare(opcode(), fd, called, value.length, memory.address()).operationFlags(mode.bits);
        if (path != null) {
            sqe.address3(path.in(scratch));
        } else if (file != null) {
            fixed(sqe, file);
        }
    }

    @Override
    protected long scratchSize() {
        return name.size() + value.length + 16 + (path == null ? 0 : path.size());
    }

    @Override
    protected @Nullable Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return opcode() + " of " + (path == null ? file : path) + ", " + name;
    }
}
