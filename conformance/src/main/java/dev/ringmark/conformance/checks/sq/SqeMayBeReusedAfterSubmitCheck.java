package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

@Check(
        id = "sq.sqe_may_be_reused_after_submit",
        statement = "S020",
        says = "An SQE that was consumed may be overwritten while its request is still in flight.",
        since = "5.5",
        source = "io_uring_setup(2), IORING_FEAT_SUBMIT_STABLE",
        needs = "IORING_FEAT_SUBMIT_STABLE")
final class SqeMayBeReusedAfterSubmitCheck {

    @OnRing
    void eight_reads_survive_eight_nops_in_their_slots(TestRing ring) {
        List<TestKernel.Pipe> pipes = new ArrayList<>();
        List<MemorySegment> buffers = new ArrayList<>();
        for (int count = 0; count < 8; count++) {
            pipes.add(ring.testKernel().pipe());
            buffers.add(ring.testKernel().memory(1));
            ring.read(pipes.get(count).readEnd(), buffers.get(count), 10 + count);
        }
        ring.submit(8);
        for (int count = 0; count < 8; count++) {
            ring.nop(20 + count);
        }
        ring.submit(8);
        ring.expect(
                IntStream.range(0, 8)
                        .mapToObj(count -> cqe(20 + count, 0))
                        .toArray(Expected[]::new));
        for (int count = 0; count < 8; count++) {
            ring.testKernel().write(pipes.get(count).writeEnd(), new byte[] {(byte) (50 + count)});
            ring.expect(cqe(10 + count, 1));
            int read = buffers.get(count).get(JAVA_BYTE, 0);
            ring.evidence().result("byte in buffer " + count, 50 + count, read);
        }
    }
}
