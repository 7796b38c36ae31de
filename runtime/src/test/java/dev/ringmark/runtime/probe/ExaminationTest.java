package dev.ringmark.runtime.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.probe.Availability.Cause;
import dev.ringmark.runtime.probe.Finding.Platform;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// What the doctor finds, on kernels that lie: one for each cause. The real causes are asked for
/// in containers.
class ExaminationTest {
    private static final String NO_CAPABILITY = "CapEff:\t0000000000000000\n";
    private static final String LIMITS = "Max locked memory         65536    65536    bytes\n";

    @Test
    void a_kernel_that_allows_all_has_no_finding() {
        Examination found = Examination.of(files(Kernel.host()));
        assertEquals(List.of(), found.findings());
        assertEquals("ok", found.answers().get("setup"));
        assertEquals("EBADF", found.answers().get("enter"));
        assertEquals("EBADF", found.answers().get("register"));
        assertEquals("ok", found.answers().get("nop"));
        assertEquals("ok", found.answers().get("asyncRead"));
        assertEquals("ok", found.answers().get("buffers"));
        assertEquals("ok", found.answers().get("sqpoll"));
        assertEquals(8, found.answers().size());
    }

    @ParameterizedTest
    @CsvSource({"EPERM, SECCOMP", "ENOSYS, NO_SYSTEM_CALL"})
    void a_filter_on_all_calls_is_told_by_its_errno(Errno errno, Cause cause) {
        Examination found = Examination.of(files(Masked.refusing(Kernel.host(), errno)));
        assertEquals(List.of(cause), causes(found));
        assertEquals(errno.name(), found.answers().get("setup"));
        assertEquals(errno.name(), found.answers().get("enter"));
        assertEquals("-", found.answers().get("nop"));
    }

    @Test
    void the_sysctl_is_told_from_a_filter_by_what_enter_answers() {
        Kernel kernel =
                files(
                        Masked.refusingSetup(Kernel.host(), Errno.EPERM),
                        "/proc/sys/kernel/io_uring_disabled",
                        "2\n");
        Examination found = Examination.of(kernel);
        assertEquals(List.of(Cause.SYSCTL), causes(found));
        assertEquals("EPERM", found.answers().get("setup"));
        assertEquals("EBADF", found.answers().get("enter"));
    }

    @Test
    void a_security_module_says_EACCES() {
        Kernel kernel = files(Masked.refusingSetup(Kernel.host(), Errno.EACCES));
        assertEquals(List.of(Cause.SECURITY_MODULE), causes(Examination.of(kernel)));
    }

    @Test
    void a_security_module_may_forbid_one_thing_only() {
        Examination found = Examination.of(files(polledRings(Errno.EACCES)));
        assertEquals(List.of(Cause.SECURITY_MODULE), causes(found));
        assertTrue(found.findings().getFirst().evidence().startsWith("sqpoll returned -EACCES"));
    }

    @Test
    void an_older_kernel_wants_a_capability_for_a_thread_of_its_own() {
        Examination found = Examination.of(files(polledRings(Errno.EPERM)));
        assertEquals(List.of(Cause.CAPABILITY), causes(found));
    }

    @Test
    void memory_that_may_not_be_locked_is_the_limit_and_names_it() {
        Kernel kernel =
                files(
                        withoutBuffers(Kernel.host()),
                        "/proc/self/limits",
                        LIMITS,
                        "/proc/thread-self/status",
                        NO_CAPABILITY);
        Examination found = Examination.of(kernel);
        assertEquals(List.of(Cause.MEMLOCK), causes(found));
        String evidence = found.findings().getFirst().evidence();
        assertTrue(evidence.startsWith("buffers returned -ENOMEM"), evidence);
        assertTrue(evidence.contains("65536 B"), evidence);
    }

    @Test
    void memory_that_is_short_for_one_with_CAP_IPC_LOCK_is_not_the_limit() {
        Kernel kernel =
                files(
                        withoutBuffers(Kernel.host()),
                        "/proc/self/limits",
                        LIMITS,
                        "/proc/thread-self/status",
                        "CapEff:\t0000000000004000\n");
        assertEquals(List.of(), causes(Examination.of(kernel)));
    }

    @Test
    void a_small_memory_group_is_a_warning() {
        Kernel kernel =
                files(
                        Kernel.host(),
                        "/proc/self/cgroup",
                        "0::/\n",
                        "/sys/fs/cgroup/memory.max",
                        "16777216\n");
        Examination found = Examination.of(kernel);
        assertEquals(List.of(Cause.MEMORY), causes(found));
        assertTrue(found.findings().getFirst().evidence().contains("16777216 B"));
    }

    @Test
    void a_full_pids_group_is_found_by_its_count_and_by_what_polling_answers() {
        String[] group = {
            "/proc/self/cgroup", "0::/\n", "/sys/fs/cgroup/pids.max", "32\n",
            "/sys/fs/cgroup/pids.current", "30\n", "/sys/fs/cgroup/pids.events", "max 4\n"
        };
        assertEquals(List.of(Cause.PIDS), causes(Examination.of(files(Kernel.host(), group))));
        group[5] = "3\n";
        assertEquals(List.of(), causes(Examination.of(files(Kernel.host(), group))));
        Examination refused = Examination.of(files(polledRings(Errno.EAGAIN), group));
        assertEquals(List.of(Cause.PIDS), causes(refused));
        assertTrue(refused.findings().getFirst().evidence().contains("4 were refused"));
    }

    @ParameterizedTest
    @CsvSource({"SIGSYS, SECCOMP_KILL", "SIGKILL, MEMORY"})
    void the_death_of_a_doctor_is_a_finding(String signal, Cause cause) {
        assertEquals(List.of(cause), causes(Examination.ofDeath(signal)));
    }

    @Test
    void any_other_signal_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Examination.ofDeath("SIGHUP"));
    }

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = "OTHER", mode = EnumSource.Mode.EXCLUDE)
    void every_cause_has_a_remedy_for_every_platform(Cause cause) {
        Finding finding = Finding.of(cause, "seen");
        for (Platform platform : Platform.values()) {
            String remedy = finding.remedies().getOrDefault(platform, "");
            assertTrue(platform == Platform.HOST || !remedy.isBlank(), cause + " " + platform);
        }
    }

    private static List<Cause> causes(Examination found) {
        return found.findings().stream().map(Finding::cause).toList();
    }

    /// Without these files the real machine's limits would be looked at.
    private static Kernel files(Kernel kernel, String... pathsAndTexts) {
        return new FileKernel(kernel, pathsAndTexts);
    }

    private static Kernel polledRings(Errno errno) {
        return new ForwardingKernel(Kernel.host()) {
            @Override
            public int setup(int entries, MemorySegment params) {
                int flags = params.get(ValueLayout.JAVA_INT, ParamsLayout.FLAGS);
                return (flags & SetupFlag.SQPOLL.bits()) != 0
                        ? errno.negative()
                        : super.setup(entries, params);
            }
        };
    }

    private static Kernel withoutBuffers(Kernel kernel) {
        return new ForwardingKernel(kernel) {
            @Override
            public int register(int fd, int operation, MemorySegment argument, int count) {
                return operation == RegisterOp.BUFFERS.bits()
                        ? Errno.ENOMEM.negative()
                        : super.register(fd, operation, argument, count);
            }
        };
    }
}
