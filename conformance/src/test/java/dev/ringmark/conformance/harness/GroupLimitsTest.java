package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.ringmark.conformance.harness.trial.FlakyCheck;
import dev.ringmark.conformance.harness.trial.PassingCheck;
import dev.ringmark.conformance.harness.trial.SegfaultingCheck;
import dev.ringmark.runtime.probe.ControlGroup;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Limits that are hit while a check runs, on control groups that lie.
class GroupLimitsTest {
    private static final ControlGroup QUIET = group(0, 0);
    private static final ControlGroup REFUSED = group(3, 0);
    private static final ControlGroup KILLED = group(3, 1);

    @TempDir private Path folder;

    @Test
    void a_failure_while_threads_were_refused_is_blocked_and_not_repeated() {
        Path marker = folder.resolve("marker");
        try (Rig rig = new Rig(folder, "-Dringmark.trial.marker=" + marker)) {
            rig.limits = new ArrayDeque<>(List.of(QUIET, REFUSED))::remove;
            ResultLine result = rig.supervisor().resultOf(Rig.run(FlakyCheck.class));
            assertEquals(Verdict.BLOCKED, result.verdict());
            assertEquals(1, result.attempts().of());
            String why = "the pids cgroup allows 32 and refused 3 more: ";
            assertEquals(why, Objects.requireNonNull(result.reason()).substring(0, why.length()));
        }
    }

    @Test
    void a_death_for_memory_stays_a_crash_and_says_so() {
        try (Rig rig = new Rig(folder)) {
            rig.limits = new ArrayDeque<>(List.of(REFUSED, KILLED))::remove;
            ResultLine result = rig.supervisor().resultOf(Rig.run(SegfaultingCheck.class));
            assertEquals(Verdict.CRASHED, result.verdict());
            String why = "the kernel killed for memory, of which the cgroup allows 65536 B: ";
            assertEquals(why, Objects.requireNonNull(result.reason()).substring(0, why.length()));
        }
    }

    @Test
    void what_passed_passed_whatever_was_refused() {
        try (Rig rig = new Rig(folder)) {
            ResultLine passed = rig.supervisor().resultOf(Rig.run(PassingCheck.class));
            assertSame(passed, GroupLimits.explained(passed, QUIET, REFUSED));
            assertSame(passed, GroupLimits.explained(passed, QUIET, QUIET));
        }
    }

    @Test
    void where_nothing_is_limited_the_groups_are_read_once() {
        ControlGroup free =
                new ControlGroup(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(9), 0, 0);
        Supplier<ControlGroup> once =
                GroupLimits.watched(new ArrayDeque<>(List.of(free))::remove); // a second: throws
        assertSame(free, once.get());
        assertSame(free, once.get());
    }

    @Test
    void where_something_is_limited_the_groups_are_read_each_time() {
        Supplier<ControlGroup> each =
                GroupLimits.watched(new ArrayDeque<>(List.of(QUIET, REFUSED, KILLED))::remove);
        assertSame(REFUSED, each.get());
        assertSame(KILLED, each.get());
    }

    private static ControlGroup group(long refused, long killed) {
        return new ControlGroup(
                OptionalLong.of(65536), OptionalLong.of(32), OptionalLong.of(32), refused, killed);
    }
}
