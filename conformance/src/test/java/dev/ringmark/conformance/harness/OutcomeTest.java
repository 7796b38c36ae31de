package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.CheckTimedOut;
import dev.ringmark.conformance.fixture.CheckUnsupported;
import dev.ringmark.conformance.fixture.Evidence;
import dev.ringmark.conformance.harness.trial.PassingCheck;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutcomeTest {

    private static final PlannedRun RUN = Rig.run(PassingCheck.class);

    @Test
    void each_end_of_a_check_has_its_verdict() {
        assertEquals(Verdict.PASS, verdictOf(null));
        assertEquals(Verdict.FAIL, verdictOf(new CheckFailed("wrong")));
        assertEquals(Verdict.FAIL, verdictOf(new AssertionError("wrong")));
        assertEquals(Verdict.TIMED_OUT, verdictOf(new CheckTimedOut("nothing came")));
        assertEquals(Verdict.BLOCKED, verdictOf(new CheckBlocked("no capability")));
        assertEquals(Verdict.BROKEN, verdictOf(new IllegalStateException("ours")));
        assertEquals(Verdict.BROKEN, verdictOf(new StackOverflowError()));
    }

    @Test
    void legal_differences_are_a_variant_with_what_was_seen() {
        Evidence evidence = new Evidence();
        evidence.variant("the older way");
        ResultLine result = Outcome.of(RUN, evidence, 0.5, null);
        assertEquals(Verdict.VARIANT, result.verdict());
        assertEquals("the older way", Rig.reason(result));
        assertEquals(0.5, result.seconds());
    }

    @Test
    void a_refused_setup_is_blocked_and_any_other_refusal_is_our_fault() {
        assertEquals(Verdict.BLOCKED, verdictOf(refused("io_uring_setup(8)", Errno.EPERM)));
        assertEquals(Verdict.BLOCKED, verdictOf(refused("io_uring_setup(8)", Errno.ENOMEM)));
        assertEquals(Verdict.BROKEN, verdictOf(refused("io_uring_setup(8)", Errno.EINVAL)));
        assertEquals(Verdict.BROKEN, verdictOf(refused("mmap(fd 3)", Errno.EPERM)));
    }

    @Test
    void an_absent_feature_is_named_for_the_supervisor() {
        ResultLine result =
                Outcome.of(RUN, new Evidence(), 0, new CheckUnsupported("IORING_OP_X", "gone"));
        assertEquals(Verdict.UNSUPPORTED, result.verdict());
        assertEquals(
                new JsonValue.Text("IORING_OP_X"), result.extras().get(Outcome.ABSENT_FEATURE));
    }

    @Test
    void our_fault_says_what_was_thrown_why_and_where() {
        Exception cause = new IllegalArgumentException("the cause");
        ResultLine result = Outcome.broken(RUN, new IllegalStateException("ours", cause)).build();
        String reason = Rig.reason(result);
        assertTrue(reason.contains("IllegalStateException: ours"), reason);
        assertTrue(reason.contains("the cause"), reason);
    }

    @Test
    void evidence_is_kept_whatever_the_verdict() {
        Evidence evidence = new Evidence();
        evidence.expected("cqe 1: 0");
        evidence.observed("cqe 1: -EIO");
        ResultLine result = Outcome.of(RUN, evidence, 0, new CheckFailed("wrong"));
        assertEquals("cqe 1: 0", result.expected().getFirst());
        assertEquals("cqe 1: -EIO", result.observed().getFirst());
    }

    private static RingException refused(String call, Errno errno) {
        return new RingException(call, errno.negative(), "a hint");
    }

    private static Verdict verdictOf(@Nullable Throwable thrown) {
        return Outcome.of(RUN, new Evidence(), 0, thrown).verdict();
    }
}
