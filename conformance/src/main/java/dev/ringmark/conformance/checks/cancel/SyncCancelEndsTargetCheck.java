package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

@Check(
        id = "cancel.sync_cancel_ends_target",
        statement = "S081",
        says =
                "REGISTER_SYNC_CANCEL returns 0 for a target it found, -ENOENT when none is "
                        + "left; the target has its CQE.",
        since = "6.0",
        source = "io_uring_register_sync_cancel(3)",
        needs = "IORING_REGISTER_SYNC_CANCEL")
final class SyncCancelEndsTargetCheck {

    @OnRing
    void the_call_returns_and_the_target_is_cancelled(TestRing ring) {
        Targets.read(ring, 1);
        ring.submit(1);
        ring.expectNothing();
        MemorySegment argument = SyncCancels.byName(ring, 1);
        ring.evidence()
                .result("sync cancel", 0, ring.register(RegisterOp.SYNC_CANCEL, argument, 1));
        ring.expect(cqe(1, Errno.ECANCELED));
        int again = ring.register(RegisterOp.SYNC_CANCEL, SyncCancels.byName(ring, 1), 1);
        ring.evidence().result("sync cancel of nothing", Errno.ENOENT, again);
    }
}
