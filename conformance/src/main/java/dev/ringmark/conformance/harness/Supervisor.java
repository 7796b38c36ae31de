package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.probe.ControlGroup;
import dev.ringmark.stats.record.Attempts;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Gets one verdict for each planned run, whatever a check does to the process it runs in.
final class Supervisor {

    /* A finding is asked twice more, in a fresh worker, to tell a kernel that is wrong from one
     * that is wrong sometimes; not one that is waived, which is known. The verdict stays the first
     * one; only `attempts` knows of the others. The fresh worker then goes on with the plan, so
     * that a finding costs one start of a JVM. */
    private static final int REPEATS = 2;
    private static final Duration REPEATING_TIME_MAX = Duration.ofSeconds(60);

    private final Workers workers;
    private final Absence absence;
    private final Waivers waivers;
    private final Supplier<ControlGroup> limits;
    private Duration repeating = Duration.ZERO;

    /// @param limits the control group as it is when asked
    Supervisor(Workers workers, Absence absence, Waivers waivers, Supplier<ControlGroup> limits) {
        this.limits = limits;
        this.workers = workers;
        this.absence = absence;
        this.waivers = waivers;
    }

    /// The result of a run, with the waiver that applies to it.
    ResultLine resultOf(PlannedRun run) {
        return waivers.marked(run, unmarked(run));
    }

    private ResultLine unmarked(PlannedRun run) {
        ResultBuilder absent = absence.before(run);
        if (absent != null) {
            return absent.attempts(new Attempts(0, 0)).build();
        }
        ControlGroup before = limits.get();
        ResultLine first = judged(run, workers.run(run));
        if (run.found().isCanary()) {
            return GroupLimits.explained(caught(run, first), before, limits.get());
        }
        return repeated(run, GroupLimits.explained(first, before, limits.get()));
    }

    /// What the worker left to decide: whether an absent feature may be absent.
    private ResultLine judged(PlannedRun run, ResultLine result) {
        if (!(result.extras().get(Outcome.ABSENT_FEATURE) instanceof JsonValue.Text(String name))) {
            return result;
        }
        Map<String, JsonValue> extras = new HashMap<>(result.extras());
        extras.remove(Outcome.ABSENT_FEATURE);
        return absence.found(run, name, String.valueOf(result.reason()))
                .expected(result.expected())
                .observed(result.observed())
                .seconds(result.seconds())
                .extras(extras)
                .build();
    }

    private ResultLine repeated(PlannedRun run, ResultLine first) {
        boolean isFinding = first.verdict() == Verdict.FAIL || first.verdict() == Verdict.TIMED_OUT;
        boolean worthIt = isFinding && waivers.marked(run, first).isUncoveredFinding();
        if (!worthIt || repeating.compareTo(REPEATING_TIME_MAX) >= 0) {
            return first;
        }
        long before = System.nanoTime();
        workers.retire();
        int passed = 0;
        double seconds = first.seconds();
        for (int repeat = 0; repeat < REPEATS; repeat++) {
            ResultLine again = judged(run, workers.run(run));
            passed += again.attempts().passed();
            seconds += again.seconds();
        }
        repeating = repeating.plusNanos(System.nanoTime() - before);
        return first.toBuilder()
                .attempts(new Attempts(passed, 1 + REPEATS))
                .seconds(seconds)
                .build();
    }

    /// A canary passes when it got the verdict that it must get. One that the environment blocks
    /// shows nothing, like any other check.
    private static ResultLine caught(PlannedRun run, ResultLine seen) {
        if (seen.verdict() == Verdict.BLOCKED) {
            return seen;
        }
        Verdict mustBe = run.found().check().canary();
        boolean caught = seen.verdict() == mustBe;
        List<String> observed = new ArrayList<>();
        observed.add("verdict " + seen.verdict().wireName());
        observed.addAll(seen.observed());
        String got = seen.verdict().wireName() + ": " + seen.reason();
        return seen.toBuilder()
                .verdict(caught ? Verdict.PASS : Verdict.BROKEN)
                .attempts(new Attempts(caught ? 1 : 0, 1))
                .expected(List.of("verdict " + mustBe.wireName()))
                .observed(observed)
                .reason(
                        caught
                                ? "caught: " + got
                                : "the harness did not catch it: expected "
                                        + mustBe.wireName()
                                        + ", got "
                                        + got)
                .build();
    }

    /// A kernel and what is known of its features.
    static Supervisor of(Workers workers, KernelFacts facts, Waivers waivers) {
        return new Supervisor(
                workers,
                new Absence(waivers.kernel(), facts.byName()),
                waivers,
                GroupLimits.watched());
    }
}
