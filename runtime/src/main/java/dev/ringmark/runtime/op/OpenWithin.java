package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;

/// Opens or makes a file on a path that may not lead anywhere: OPENAT2. CLOEXEC is always set.
///
/// Since 5.6; io_uring_enter(2), openat2(2).
public final class OpenWithin extends Op<Fd<FileKind.Any>> {

    private static final int CLOEXEC = 0x80000;

    /// `struct open_how`: flags, mode, resolve, of 8 bytes each.
    private static final int HOW_SIZE = 24;

    private final PathName path;
    private final int flags;
    private final int resolve;

    private OpenWithin(PathName path, int flags, int resolve) {
        this.path = path;
        this.flags = flags;
        this.resolve = resolve;
    }

    /// A file under a directory.
    public static OpenWithin of(Fd<FileKind.Directory> directory, String path, OpenFlag... flags) {
        PathName name = new PathName("path", directory, path);
        return new OpenWithin(name, Flag.bitsOf(flags), Resolve.BENEATH.bits());
    }

    /// The same with exactly these rules.
    public OpenWithin with(Resolve... rules) {
        return new OpenWithin(path, flags, Flag.bitsOf(rules));
    }

    @Override
    public Opcode opcode() {
        return Opcode.OPENAT2;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment how = scratch.take(HOW_SIZE);
        how.set(JAVA_LONG, 0, flags | CLOEXEC);
        how.set(JAVA_LONG, Long.BYTES, (flags & OpenFlag.CREATE.bits()) == 0 ? 0 : 0600);
        how.set(JAVA_LONG, 2 * Long.BYTES, resolve);
        long name = path.in(scratch);
        sqe.prepare(Opcode.OPENAT2, path.directory.number(), name, HOW_SIZE, how.address());
    }

    @Override
    protected long scratchSize() {
        return path.size() + 2 * HOW_SIZE;
    }

    @Override
    protected Fd<FileKind.Any> decode(int result, int cqeFlags, Scratch scratch) {
        return Fd.of(result);
    }

    @Override
    protected boolean makesFile() {
        return true;
    }

    @Override
    public String toString() {
        return "OPENAT2 of " + path;
    }
}
