package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

@Check(
        id = "sq.iovec_may_be_reused_after_submit",
        statement = "S020",
        says = "The iovec of a READV may be overwritten as soon as its SQE was consumed.",
        since = "5.5",
        source = "io_uring_setup(2), IORING_FEAT_SUBMIT_STABLE",
        needs = "IORING_FEAT_SUBMIT_STABLE")
final class IovecMayBeReusedAfterSubmitCheck {

    @OnRing
    void a_read_goes_where_the_iovec_pointed_at_submit(TestRing ring) {
        for (boolean async : new boolean[] {false, true}) {
            TestKernel.Pipe pipe = ring.testKernel().pipe();
            MemorySegment buffer = ring.testKernel().memory(4);
            MemorySegment iovec = ring.testKernel().memory(IovecLayout.SIZE);
            iovec.set(JAVA_LONG, IovecLayout.IOV_BASE, buffer.address());
            iovec.set(JAVA_LONG, IovecLayout.IOV_LEN, 4);
            Sqe sqe = ring.sqe(Opcode.READV, pipe.readEnd(), iovec.address(), 1, 0).userData(1);
            if (async) {
                sqe.flag(SqeFlag.ASYNC);
            }
            ring.submit(1);
            iovec.fill((byte) 0);
            ring.testKernel().write(pipe.writeEnd(), new byte[] {1, 2, 3, 4});
            ring.expect(cqe(1, 4));
            byte[] read = buffer.toArray(JAVA_BYTE);
            ring.evidence()
                    .holds(
                            "the bytes are in the first buffer",
                            Arrays.equals(read, new byte[] {1, 2, 3, 4}),
                            (async ? "ASYNC read " : "read ") + Arrays.toString(read));
        }
    }
}
