package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

@Check(
        id = "cancel.sync_cancel_by_file",
        statement = "S081",
        says =
                "REGISTER_SYNC_CANCEL by file ends every request on it and returns 0 or "
                        + "their number.",
        since = "6.0",
        source = "io_uring_register_sync_cancel(3)",
        needs = "IORING_REGISTER_SYNC_CANCEL")
final class SyncCancelByFileCheck {

    @OnRing
    void both_reads_of_the_file_end(TestRing ring) {
        TestKernel.Pipe pipe = Targets.read(ring, 1);
        Targets.read(ring, pipe.readEnd(), 2);
        ring.submit(2);
        ring.expectNothing();
        MemorySegment argument = SyncCancels.everythingOn(ring, pipe.readEnd());
        int result = ring.register(RegisterOp.SYNC_CANCEL, argument, 1);
        ring.evidence().holds("it finds them", result >= 0, "sync cancel = " + result);
        ring.expect(cqe(1, Errno.ECANCELED), cqe(2, Errno.ECANCELED));
    }
}
