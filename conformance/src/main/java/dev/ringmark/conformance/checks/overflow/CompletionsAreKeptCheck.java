package dev.ringmark.conformance.checks.overflow;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "overflow.completions_are_kept",
        statement = "S033",
        says =
                "Completions for which the CQ has no room are kept and all delivered later; the "
                        + "SQ's flags say so, and none counts as lost.",
        since = "5.8",
        source = "io_uring_setup(2), IORING_FEAT_NODROP",
        needs = "IORING_FEAT_NODROP")
final class CompletionsAreKeptCheck {

    @OnRing(entries = FullCq.ENTRIES, cqEntries = FullCq.ENTRIES)
    void twice_as_many_as_fit_all_come(TestRing ring) {
        FullCq.overflow(ring);
        int ready = ring.ring().cqReady();
        ring.evidence()
                .holds("the CQ stays full", ready == FullCq.ENTRIES, ready + " CQEs are ready");
        FullCq.nothingIsLost(ring);
        ring.expect(FullCq.nops(1, 2 * FullCq.ENTRIES));
        ring.expectNothing();
        FullCq.nothingIsLost(ring);
    }
}
