package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.harness.trial.PassingCheck;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTest {

    private static final List<FoundCheck> ALL = Checks.scan();

    @Test
    void the_full_suite_is_every_check_in_every_mode_once_by_id_and_mode() {
        List<PlannedRun> plan = Plan.of(ALL, Suite.FULL, List.of(), null);
        int expected = ALL.stream().mapToInt(found -> found.check().modes().length).sum();
        assertEquals(expected, plan.size());
        assertEquals(expected, Set.copyOf(plan).size());
        assertEquals(
                plan.stream().map(run -> run.found().check().id()).sorted().skip(2).toList(),
                plan.stream().map(run -> run.found().check().id()).limit(expected - 2).toList());
        assertEquals(plan, Plan.of(Checks.scan(), Suite.FULL, List.of(), null));
    }

    @Test
    void the_quick_suite_leaves_out_modes_but_no_check() {
        List<PlannedRun> quick = Plan.of(ALL, Suite.QUICK, List.of(), null);
        assertEquals(
                ALL.stream().map(FoundCheck::type).collect(Collectors.toSet()),
                quick.stream().map(run -> run.found().type()).collect(Collectors.toSet()));
        assertTrue(quick.size() < Plan.of(ALL, Suite.FULL, List.of(), null).size());
    }

    @Test
    void both_suites_have_a_canary_for_each_way_to_go_wrong() {
        for (Suite suite : Suite.values()) {
            Set<?> caught =
                    Plan.of(ALL, suite, List.of(), null).stream()
                            .map(run -> run.found().check().canary())
                            .collect(Collectors.toSet());
            assertEquals(5, caught.size(), suite + " " + caught); // and PASS, which is none
        }
    }

    @Test
    void what_ends_its_worker_comes_last() {
        List<PlannedRun> plan = Plan.of(ALL, Suite.QUICK, List.of(), null);
        assertEquals(
                List.of("canary.hang plain", "canary.crash none"),
                plan.subList(plan.size() - 2, plan.size()).stream()
                        .map(PlannedRun::toString)
                        .toList());
    }

    /// Its deadline is not scaled, so it must not be one that a slow machine needs longer for.
    @Test
    void only_the_canary_that_hangs_never_ends() {
        assertEquals(
                List.of("canary.hang"),
                ALL.stream()
                        .filter(FoundCheck::neverEnds)
                        .map(found -> found.check().id())
                        .toList());
    }

    @Test
    void the_parts_of_a_plan_are_all_of_it_and_share_no_check() {
        List<PlannedRun> plan = Plan.of(ALL, Suite.QUICK, List.of(), null);
        List<PlannedRun> first = Plan.part(plan, "1/2");
        List<PlannedRun> second = Plan.part(plan, "2/2");
        assertEquals(Set.copyOf(plan), union(first, second));
        assertEquals(plan.size(), first.size() + second.size());
        assertTrue(checks(first).stream().noneMatch(checks(second)::contains));
        assertTrue(Math.abs(first.size() - second.size()) < plan.size() / 5, first.size() + "");
        assertEquals(plan, Plan.part(plan, null));
        assertEquals(plan, Plan.part(plan, "1/1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/2", "3/2", "1", "1/0", "a/b", "1/100", "-1/2"})
    void a_part_that_is_none_is_refused(String part) {
        UsageException refused =
                assertThrows(UsageException.class, () -> Plan.part(List.of(), part));
        assertEquals(
                "--part: " + part + ", expected K/N with K from 1 to N, N to 99",
                refused.getMessage());
    }

    private static Set<PlannedRun> union(List<PlannedRun> one, List<PlannedRun> other) {
        return Stream.of(one, other).flatMap(List::stream).collect(Collectors.toSet());
    }

    private static Set<FoundCheck> checks(List<PlannedRun> runs) {
        return runs.stream().map(PlannedRun::found).collect(Collectors.toSet());
    }

    @Test
    void a_narrowed_run_has_what_was_named_and_a_canary() {
        List<PlannedRun> plan =
                Plan.of(ALL, Suite.FULL, List.of("timeout.relative_expires"), RingMode.SQPOLL);
        assertEquals(
                List.of(
                        "canary.stray_completion plain",
                        "canary.wrong_result plain",
                        "timeout.relative_expires sqpoll"),
                plan.stream().map(PlannedRun::toString).toList());
    }

    @Test
    void a_family_is_a_name_too() {
        List<PlannedRun> plan = Plan.of(ALL, Suite.QUICK, List.of("poll"), null);
        assertTrue(plan.stream().anyMatch(run -> run.found().family().equals("poll")));
        assertTrue(plan.stream().noneMatch(run -> run.found().family().equals("timeout")));
    }

    @Test
    void a_name_that_means_nothing_is_refused_with_the_names_there_are() {
        assertTrue(refusal("pol", null).contains("timeout"));
        assertTrue(refusal("timeout.relativ", null).contains("timeout.relative_expires"));
    }

    @Test
    void a_mode_that_no_chosen_check_has_is_refused() {
        assertTrue(refusal("setup.no_entries_is_refused", RingMode.SQPOLL).contains("sqpoll"));
    }

    @Test
    void the_features_a_mode_needs_are_those_of_its_setup_flags() {
        PlannedRun run = Rig.run(PassingCheck.class, RingMode.DEFER_TASKRUN);
        assertEquals(
                List.of("IORING_SETUP_SINGLE_ISSUER", "IORING_SETUP_DEFER_TASKRUN"), run.needs());
    }

    private static String refusal(String only, @Nullable RingMode mode) {
        return Rig.message(
                assertThrows(
                        UsageException.class, () -> Plan.of(ALL, Suite.FULL, List.of(only), mode)));
    }
}
