package dev.ringmark.conformance.checks.cancel;

import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Opcode;

/// Requests that wait until somebody ends them, and the cancels that do (io_uring_prep_cancel(3)).
final class Targets {

    private static final int POLLIN = 0x1;
    private static final int READ_SIZE = 8;

    private Targets() {}

    /// A read of an empty pipe's end, which waits for data.
    static Sqe read(TestRing ring, int fd, long userData) {
        return ring.read(fd, ring.testKernel().memory(READ_SIZE), userData);
    }

    /// A read of an empty pipe of its own.
    ///
    /// @return the pipe
    static TestKernel.Pipe read(TestRing ring, long userData) {
        TestKernel.Pipe pipe = ring.testKernel().pipe();
        read(ring, pipe.readEnd(), userData);
        return pipe;
    }

    /// A poll of an empty pipe of its own.
    static void poll(TestRing ring, long userData) {
        int fd = ring.testKernel().pipe().readEnd();
        ring.sqe(Opcode.POLL_ADD, fd, 0, 0, 0).operationFlags(POLLIN).userData(userData);
    }

    /// A cancel by name with flags of [CancelFlag].
    static Sqe cancel(TestRing ring, long target, int flags, long userData) {
        return ring.cancel(target, userData).operationFlags(flags);
    }

    /// A cancel by file, and by name where the flags of [CancelFlag] say so.
    static Sqe cancelFile(TestRing ring, int fd, long target, int moreFlags, long userData) {
        return ring.sqe(Opcode.ASYNC_CANCEL, fd, target, 0, 0)
                .operationFlags(CancelFlag.FD.bits() | moreFlags)
                .userData(userData);
    }
}
