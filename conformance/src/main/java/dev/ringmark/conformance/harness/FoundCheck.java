package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.stats.record.Verdict;
import java.util.Arrays;
import java.util.List;

/// A check that the scan found: its class, and what it declares.
record FoundCheck(Class<?> type, Check check) {

    private static final int WAITS_OF_ITS_OWN_SECONDS = 5;

    /// The check that a class is.
    static FoundCheck of(Class<?> type) {
        Check check = type.getAnnotation(Check.class);
        if (check == null) {
            throw new IllegalArgumentException(
                    "type: " + type.getName() + ", expected a class annotated @Check");
        }
        return new FoundCheck(type, check);
    }

    /// `timeout` of `timeout.relative_expires`.
    String family() {
        return check.id().substring(0, check.id().indexOf('.'));
    }

    /// A check that must not pass: it proves that the harness can tell.
    boolean isCanary() {
        return check.canary() != Verdict.PASS;
    }

    /// A canary that never ends by itself: one with a shorter deadline than any wait of its own.
    boolean neverEnds() {
        return check.canary() == Verdict.TIMED_OUT
                && check.deadlineSeconds() < WAITS_OF_ITS_OWN_SECONDS;
    }

    List<PlannedRun> runs() {
        return Arrays.stream(check.modes()).sorted().map(this::in).toList();
    }

    PlannedRun in(RingMode mode) {
        return new PlannedRun(this, mode);
    }
}
