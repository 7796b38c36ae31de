package dev.ringmark.conformance.checks.timeout;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;

@Check(
        id = "timeout.multishot_runs_until_removed",
        statement = "S063",
        says =
                "A multishot timeout with count 0 goes on until it is removed, and then "
                        + "ends with -ECANCELED.",
        since = "6.4",
        source = "io_uring_prep_timeout(3)",
        needs = "IORING_TIMEOUT_MULTISHOT")
final class MultishotRunsUntilRemovedCheck {

    /// Long beside the time a removal takes on a loaded machine, or removals keep missing.
    private static final Duration PERIOD = Duration.ofMillis(50);

    /// While a multishot timeout fires it is on no list, and a removal misses it: try again.
    @OnRing(entries = 8, cqEntries = 1024)
    void it_fires_until_it_is_removed(TestRing ring) {
        Timeouts.relative(ring, PERIOD, 0, 1).operationFlags(TimeoutFlag.MULTISHOT.bits());
        ring.submit(1);
        for (int count = 0; count < 2; count++) {
            ring.expect(cqe(1, Errno.ETIME).with(CqeFlag.MORE));
        }
        ring.evidence().expected("cqe 2: 0, at the first try or after it missed");
        ring.evidence().expected("cqe 1: -ECANCELED");
        boolean found = false;
        boolean ended = false;
        for (int attempt = 0; attempt < 100 && !found; attempt++) {
            Timeouts.remove(ring, 1, 2);
            ring.submit(1);
            for (boolean answered = false; !answered || (found && !ended); ) {
                Completion seen = ring.take();
                if (seen.userData() == 2) {
                    answered = true;
                    found = seen.result() == 0;
                } else if (seen.equals(new Completion(1, Errno.ECANCELED.negative(), 0))) {
                    ended = true;
                } else if (!cqe(1, Errno.ETIME).with(CqeFlag.MORE).matches(seen)) {
                    throw new CheckFailed("saw " + seen + " while the timeout was removed");
                }
            }
        }
        ring.evidence().holds("it is removed and ends", found && ended, "found: " + found);
    }
}
