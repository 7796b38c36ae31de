package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.time.Duration;

@Check(
        id = "sq.timespec_may_be_reused_after_submit",
        statement = "S020",
        says = "The timespec of a TIMEOUT may be overwritten as soon as its SQE was consumed.",
        since = "5.5",
        source = "io_uring_setup(2), IORING_FEAT_SUBMIT_STABLE",
        needs = "IORING_FEAT_SUBMIT_STABLE")
final class TimespecMayBeReusedAfterSubmitCheck {

    @OnRing
    void a_timeout_ends_when_it_was_told_at_submit(TestRing ring) {
        MemorySegment timespec = ring.testKernel().timespec(Duration.ofMillis(20));
        ring.timeout(timespec, 0, 1);
        ring.submit(1);
        timespec.set(JAVA_LONG, TimespecLayout.TV_SEC, 3600);
        timespec.set(JAVA_LONG, TimespecLayout.TV_NSEC, -1);
        ring.expect(cqe(1, Errno.ETIME));
    }
}
