package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

@Check(
        id = "sq.fixed_file_without_file_is_refused",
        statement = "S026",
        says = "FIXED_FILE on an operation that takes a path ends with -EBADF.",
        since = "5.6",
        source = "io_uring_enter(2), IOSQE_FIXED_FILE",
        needs = "IORING_OP_OPENAT")
final class FixedFileWithoutFileIsRefusedCheck {

    private static final int AT_FDCWD = -100;

    @OnRing
    void an_openat_relative_to_a_fixed_file_gives_EBADF(TestRing ring) {
        byte[] name = "/dev/null\0".getBytes(StandardCharsets.UTF_8);
        MemorySegment path = ring.testKernel().memory(name);
        ring.sqe(Opcode.OPENAT, AT_FDCWD, path.address(), 0, 0)
                .userData(1)
                .flag(SqeFlag.FIXED_FILE);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EBADF));
    }
}
