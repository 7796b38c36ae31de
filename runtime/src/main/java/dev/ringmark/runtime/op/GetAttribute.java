package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// Reads an extended attribute of a file: FGETXATTR, or GETXATTR by a path.
///
/// Fails with -ENODATA where there is none, with -ERANGE where it is larger than asked for.
///
/// Since 5.19; io_uring_enter(2), getxattr(2).
public final class GetAttribute extends Op<byte[]> {

    private final @Nullable Target<?> file;
    private final @Nullable PathName path;
    private final AttributeName name;
    private final int sizeMax;

    private GetAttribute(
            @Nullable Target<?> file, @Nullable PathName path, AttributeName name, int sizeMax) {
        this.file = file;
        this.path = path;
        this.name = name;
        this.sizeMax = AttributeName.requireValueSize("sizeMax", sizeMax);
        Require.range("sizeMax", sizeMax, 1, Integer.MAX_VALUE);
    }

    /// Of an open file.
    ///
    /// @param name with its namespace, `user.mime_type`
    /// @param sizeMax how large the value may be, 1 to 65536
    public static GetAttribute of(Target<?> file, String name, int sizeMax) {
        return new GetAttribute(file, null, new AttributeName(name), sizeMax);
    }

    /// Of a file by its path, under the working directory or absolute.
    ///
    /// @param name with its namespace, `user.mime_type`
    /// @param sizeMax how large the value may be, 1 to 65536
    public static GetAttribute path(String path, String name, int sizeMax) {
        PathName where = new PathName("path", Fd.WORKING_DIRECTORY, path);
        return new GetAttribute(null, where, new AttributeName(name), sizeMax);
    }

    @Override
    public Opcode opcode() {
        return path == null ? Opcode.FGETXATTR : Opcode.GETXATTR;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long value = scratch.take(sizeMax).address();
        long called = scratch.string(name.bytes);
        int fd = file == null ? 0 : file.number();
        sqe.prepare(opcode(), fd, called, sizeMax, value);
        if (path != null) {
            sqe.address3(path.in(scratch));
        } else if (file != null) {
            fixed(sqe, file);
        }
    }

    @Override
    protected byte[] decode(int result, int cqeFlags, Scratch scratch) {
        return scratch.at(0, result).toArray(JAVA_BYTE);
    }

    @Override
    protected long scratchSize() {
        return sizeMax + 16 + name.size() + (path == null ? 0 : path.size());
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
