package dev.ringmark.ci.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Policies as files, the shipped ones and bad ones.
class PoliciesTest {
    private static final String GOOD =
            """
            {
              "id": "mine",
              "title": "a policy",
              "source": "a test",
              "container": {
                "seccomp": [{"calls": ["io_uring_enter"], "action": "EPERM"}],
                "memlockBytes": 65536,
                "memoryMib": 64,
                "pids": 32,
                "user": "65534:65534"
              },
              "expected": {
                "answers": {
                  "setup": "ok", "enter": "EPERM", "register": "EBADF", "nop": "EPERM",
                  "asyncRead": "EPERM", "buffers": "ok", "largeRing": "ENOMEM", "sqpoll": "ok"
                },
                "runtime": {"graceful": "does without", "warn": "runs", "strict": "EPERM"},
                "diagnosis": ["enter blocked", "memlock"],
                "suite": "blocked"
              }
            }
            """;

    @TempDir private Path folder;

    @Test
    void the_shipped_policies_are_those_of_the_issue() {
        List<String> ids = Policies.shipped().all().stream().map(Policy::id).toList();
        assertEquals(
                List.of(
                        "enter-denied",
                        "memlock-64k",
                        "memlock-64k-ipc-lock",
                        "memory-16m",
                        "memory-64m",
                        "no-privileges",
                        "pids-limit",
                        "read-only-root",
                        "register-denied",
                        "seccomp-enosys",
                        "seccomp-eperm",
                        "seccomp-kill",
                        "sysctl-1",
                        "sysctl-2",
                        "unconfined"),
                ids.stream().sorted().toList());
    }

    @Test
    void what_is_the_whole_machines_is_asked_for_by_name_only() {
        List<Policy> unasked = Policies.shipped().select(List.of(), folder);
        assertTrue(unasked.stream().noneMatch(Policy::optIn));
        assertTrue(unasked.stream().allMatch(one -> one.box().ioUringDisabled() == null));
        assertEquals(13, unasked.size());
        Policy asked = Policies.shipped().select(List.of("sysctl-2"), folder).getFirst();
        assertEquals(2, asked.box().ioUringDisabled());
    }

    @Test
    void a_file_of_ones_own_is_read_whole() throws IOException {
        Files.writeString(folder.resolve("mine.json"), GOOD);
        Policy policy = Policies.of(folder).select(List.of("mine.json"), folder).getFirst();
        assertEquals(65536, policy.box().memlockBytes());
        assertEquals(64, policy.box().memoryMib());
        assertEquals(32, policy.box().pids());
        assertEquals("65534:65534", policy.box().user());
        assertEquals("ENOMEM", policy.expected().answers().get("largeRing"));
        assertEquals(
                Map.of("graceful", "does without", "warn", "runs", "strict", "EPERM"),
                policy.expected().runtime());
        assertEquals(Set.copyOf(Policy.QUESTIONS), policy.expected().answers().keySet());
        assertEquals(
                "{\"defaultAction\":\"SCMP_ACT_ALLOW\",\"syscalls\":[{\"names\":"
                        + "[\"io_uring_enter\"],\"action\":\"SCMP_ACT_ERRNO\",\"errnoRet\":1}]}",
                SeccompProfile.of(policy.box().seccomp()));
    }

    /// Issue 9, item 4: a check that the limit itself killed is no finding; any other crash is one.
    @Test
    void only_a_crash_for_the_reason_that_a_policy_names_is_explained() {
        String why = "the kernel killed for memory, of which the cgroup allows 67108864 B: SIGKILL";
        ResultLine killed =
                ResultLine.builder("a.one", Kind.CHECK, Verdict.CRASHED).reason(why).build();
        ResultLine failed = killed.toBuilder().verdict(Verdict.FAIL).build();
        ResultLine segfault = killed.toBuilder().reason("crashed: SIGSEGV").build();
        Policy small = Policies.shipped().select(List.of("memory-64m"), folder).getFirst();
        assertTrue(small.expected().explains(killed));
        assertFalse(small.expected().explains(failed));
        assertFalse(small.expected().explains(segfault));
        Policy plain = Policies.shipped().select(List.of("unconfined"), folder).getFirst();
        assertFalse(plain.expected().explains(killed));
    }

    @Test
    void without_filters_nothing_is_filtered() {
        assertEquals("unconfined", SeccompProfile.of(List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"memoryMib\": 64|\"memoryMb\": 64"
                        + "|container.memoryMb: unknown field, expected none more",
                "\"memoryMib\": 64|\"memoryMib\": 5"
                        + "|container.memoryMib: 5, expected a whole number, 6..1048576",
                "\"pids\": 32|\"pids\": 0"
                        + "|container.pids: 0, expected a whole number, 1..4194304",
                "\"pids\": 32|\"pids\": \"32\""
                        + "|container.pids: \"32\", expected a whole number, 1..4194304",
                "65536|-1|container.memlockBytes: -1, expected a whole number, 0..1099511627776",
                "65536|1e9|container.memlockBytes: 1e9, expected a whole number, 0..1099511627776",
                "65534:65534|root|container.user: root, expected a uid, or uid:gid, in digits",
                "\"EPERM\"}]|\"EBADF\"}]|container.seccomp[0].action: EBADF,"
                        + " expected kill, or one of [EACCES, EINVAL, ENOSYS, EPERM]",
                "[\"io_uring_enter\"]|[]"
                        + "|container.seccomp[0].calls: [],"
                        + " expected names of system calls, at least one",
                "\"setup\": \"ok\"|\"setup\": \"fine\"|expected.answers.setup: fine,"
                        + " expected ok, the name of an errno, killed, or -",
                "\"setup\": \"ok\",||expected.answers.setup: absent, expected a text",
                "\"warn\": \"runs\"|\"warn\": \"-\"|expected.runtime.warn: -,"
                        + " expected runs, does without, the name of an errno, or killed",
                "\"warn\": \"runs\",||expected.runtime.warn: absent, expected a text",
                "\"blocked\"|\"skipped\""
                        + "|expected.suite: skipped, expected one of [runs, blocked, killed]",
                "\"pids\": 32|\"ioUringDisabled\": 2"
                        + "|optIn: false, expected true, because a sysctl is the whole machine's",
                "\"id\": \"mine\"|\"id\": \"yours\"|id: yours, expected mine.json"
            })
    void a_bad_field_is_named_with_its_value_and_its_range(String good, String bad, String fault)
            throws IOException {
        assertTrue(GOOD.contains(good), good);
        Path file = folder.resolve("mine.json");
        Files.writeString(file, GOOD.replace(good, bad == null ? "" : bad));
        ContainerException e = assertThrows(ContainerException.class, () -> Policies.of(folder));
        assertEquals(ContainerException.Blame.INPUT, e.blame());
        assertEquals(file + ": " + fault, e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"seccomp", "", "unconfined,kill", "nothing.json"})
    void a_name_that_is_no_policy_is_refused(String name) {
        ContainerException e =
                assertThrows(
                        ContainerException.class,
                        () -> Policies.shipped().select(List.of(name), folder));
        assertEquals(ContainerException.Blame.INPUT, e.blame());
        assertNotNull(e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
}
