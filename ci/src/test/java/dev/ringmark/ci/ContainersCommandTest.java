package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.container.Policies;
import dev.ringmark.ci.container.Policy;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands on containers without an engine: bad input, and what a difference does.
class ContainersCommandTest {
    private static final String LIMITED =
            """
            {"id": "mine", "title": "t", "source": "s", "container": {"pids": 0},
             "expected": {"answers": {}, "diagnosis": [], "suite": "runs"}}
            """;

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void an_impossible_limit_is_usage_and_names_field_value_and_range() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.json"), LIMITED);
        assertEquals(2, run("good", "containers", "--policies", "mine.json"));
        assertEquals(
                "ringmark: " + file + ": container.pids: 0, expected a whole number, 1..4194304\n",
                err.toString(UTF_8));
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void a_policy_that_is_not_known_is_usage() {
        assertEquals(2, run("good", "containers", "--policies", "warp"));
        String said = err.toString(UTF_8);
        assertTrue(said.startsWith("ringmark: --policies: 'warp', expected some of "), said);
    }

    @Test
    void the_doctor_speaks_to_people_and_to_machines() {
        assertEquals(1, run("good", "doctor"));
        String said = out.toString(UTF_8);
        assertTrue(said.contains("cause         seccomp\n"), said);
        assertTrue(said.contains("  docker      docker run --security-opt"), said);
        assertEquals(1, run("good", "doctor", "--json"));
        assertTrue(out.toString(UTF_8).startsWith("{\"answers\":{\"setup\":\"EPERM\"}"));
    }

    @Test
    void a_doctor_that_a_filter_kills_is_answered_for() {
        assertEquals(1, run("killed", "doctor"));
        assertTrue(out.toString(UTF_8).contains("died SIGSYS"), out.toString(UTF_8));
    }

    @Test
    void an_answer_a_cause_or_a_suite_that_differs_is_a_finding() {
        PolicyOutcome same = outcome("unconfined", answers("ok", "ok"), "[]", Policy.Suite.RUNS);
        assertEquals(List.of(), same.differences());
        assertEquals("ok", same.dataPath());
        assertEquals("runs", same.runtimeCell());
        assertEquals(ExitStatus.OK, summary(same).status());

        PolicyOutcome answer =
                outcome("unconfined", answers("ok", "ENOMEM"), "[]", Policy.Suite.RUNS);
        assertEquals(List.of("buffers: ENOMEM (expected ok)"), answer.differences());
        assertEquals("buffers ENOMEM (expected ok)", answer.dataPath());
        assertEquals(ExitStatus.FINDINGS, summary(answer).status());

        String memlock = "[{\"cause\": \"memlock\"}]";
        PolicyOutcome cause =
                outcome("unconfined", answers("ok", "ok"), memlock, Policy.Suite.RUNS);
        assertEquals(List.of("diagnosis: [memlock] (expected [])"), cause.differences());

        PolicyOutcome suite = outcome("unconfined", answers("ok", "ok"), "[]", Policy.Suite.KILLED);
        assertEquals(List.of("suite: killed (expected runs): ended"), suite.differences());
        assertTrue(summary(suite).lines().getLast().startsWith("findings (exit 1)"));
    }

    /// Issue 9, item 4: the canary of the runtime's column.
    @Test
    void a_fallback_that_is_not_the_expected_one_is_a_finding_with_its_reason() {
        Policy policy = Policies.shipped().select(List.of("register-denied"), folder).getFirst();
        Fields doctor =
                Fields.parse(
                        "{\"answers\":"
                                + Json.write(answers(policy))
                                + ",\"findings\":[{\"cause\": \"register blocked\"}],"
                                + "\"runtime\":{\"graceful\": \"does without\","
                                + " \"warn\": \"fails\", \"strict\": \"EOPNOTSUPP\"},"
                                + "\"runtimeReasons\":{\"warn\": \"the log said nothing\"}}");
        PolicyOutcome wrong =
                new PolicyOutcome(
                        policy, new Diagnosis(doctor), null, policy.expected().suite(), "", 1);
        assertEquals(
                List.of("runtime, warn: fails (expected does without): the log said nothing"),
                wrong.differences());
        assertEquals(
                "graceful does without, warn fails, strict EOPNOTSUPP (expected graceful does"
                        + " without, warn does without, strict EOPNOTSUPP)",
                wrong.runtimeCell());
        assertEquals(ExitStatus.FINDINGS, summary(wrong).status());
        PolicyOutcome silent = outcome("memory-16m", "{}", "[]", Policy.Suite.KILLED);
        assertEquals("runs (expected killed)", silent.runtimeCell());
    }

    private static JsonValue answers(Policy policy) {
        Map<String, Object> answers = new LinkedHashMap<>(policy.expected().answers());
        return Fields.of(answers).object();
    }

    private static PolicyOutcome outcome(
            String id, String answers, String findings, Policy.Suite suite) {
        Policy policy = Policies.shipped().select(List.of(id), Path.of("")).getFirst();
        Fields doctor =
                Fields.parse(
                        "{\"answers\":"
                                + answers
                                + ",\"findings\":"
                                + findings
                                + ",\"runtime\":{\"graceful\": \"runs\", \"warn\": \"runs\","
                                + " \"strict\": \"runs\"}}");
        return new PolicyOutcome(policy, new Diagnosis(doctor), null, suite, "ended", 1);
    }

    private static String answers(String setup, String buffers) {
        Map<String, Object> answers = new LinkedHashMap<>();
        Policy.QUESTIONS.forEach(question -> answers.put(question, "ok"));
        answers.putAll(
                Map.of("setup", setup, "buffers", buffers, "enter", "EBADF", "register", "EBADF"));
        return Json.write(Fields.of(answers).object());
    }

    private static ContainersSummary summary(PolicyOutcome outcome) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
        return new ContainersSummary(
                List.of(outcome), Path.of("out"), new Terminal(nowhere, nowhere, false, false));
    }

    private int run(String how, String... args) {
        out.reset();
        err.reset();
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        return Main.run(new Context(terminal, FakeHarness.failing(how), folder), args);
    }
}
