package dev.ringmark.runtime.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.probe.Availability.Available;
import dev.ringmark.runtime.probe.Availability.Cause;
import dev.ringmark.runtime.probe.Availability.Unavailable;
import dev.ringmark.runtime.uapi.Errno;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.lang.foreign.MemorySegment;

/// The errno combinations of a container's policies, answered by kernels of the test's own.
class AvailabilityTest {

    @Test
    void a_kernel_that_answers_all_three_calls_is_available() {
        assertEquals(new Available(), Availability.of(Kernel.host()));
    }

    @Test
    void seccomp_answers_enter_as_it_answers_setup() {
        Unavailable no = unavailable(Masked.refusing(Kernel.host(), Errno.EPERM));
        assertEquals(Cause.SECCOMP, no.cause());
        assertEquals(
                "io_uring_setup and io_uring_enter(-1) both return -EPERM: a seccomp filter blocks"
                        + " io_uring",
                no.explanation());
        assertTrue(no.remedies().getFirst().contains("--security-opt seccomp="), no.toString());
    }

    @Test
    void the_sysctl_leaves_enter_to_the_fd_check_and_is_read() {
        Kernel kernel = files(Errno.EPERM, "/proc/sys/kernel/io_uring_disabled", "2\n");
        Unavailable no = unavailable(kernel);
        assertEquals(Cause.SYSCTL, no.cause());
        assertEquals(
                "io_uring_setup returned -EPERM, io_uring_enter(-1) -EBADF: sysctl"
                        + " kernel.io_uring_disabled=2 forbids new rings to every process",
                no.explanation());
        assertTrue(
                no.remedies().getFirst().startsWith("sysctl -w kernel.io_uring_disabled=0"),
                no.toString());
    }

    @Test
    void the_sysctl_at_1_names_the_group_that_may() {
        Kernel kernel =
                files(
                        Errno.EPERM,
                        "/proc/sys/kernel/io_uring_disabled",
                        "1\n",
                        "/proc/sys/kernel/io_uring_group",
                        "997\n");
        Unavailable no = unavailable(kernel);
        assertEquals(Cause.SYSCTL, no.cause());
        assertTrue(no.explanation().endsWith("kernel.io_uring_group=997"), no.explanation());
        assertTrue(no.remedies().toString().contains("kernel.io_uring_group=$(id -g)"));
    }

    @Test
    void without_the_sysctl_at_work_a_refusal_is_not_blamed_on_it() {
        Kernel kernel = files(Errno.EPERM, "/proc/sys/kernel/io_uring_disabled", "0\n");
        Unavailable no = unavailable(kernel);
        assertEquals(Cause.OTHER, no.cause());
        assertTrue(no.explanation().contains("kernel.io_uring_disabled is 0"), no.explanation());
    }

    @Test
    void no_system_call_where_the_sysctl_exists_is_a_filter_that_says_so() {
        Kernel kernel =
                new FileKernel(
                        Masked.refusing(Kernel.host(), Errno.ENOSYS),
                        "/proc/sys/kernel/io_uring_disabled",
                        "0\n");
        Unavailable no = unavailable(kernel);
        assertEquals(Cause.NO_SYSTEM_CALL, no.cause());
        assertTrue(no.explanation().endsWith("so a seccomp filter says ENOSYS"));
        assertTrue(no.remedies().getFirst().contains("seccomp"));
    }

    @Test
    void no_system_call_without_a_sign_of_io_uring_is_an_old_kernel() {
        Kernel kernel =
                new FileKernel(
                        Masked.refusing(Kernel.host(), Errno.ENOSYS),
                        "/proc/thread-self/status",
                        "Seccomp:\t0\n");
        Unavailable no = unavailable(kernel);
        assertEquals(
                "io_uring_setup returned -ENOSYS: the kernel has no io_uring (before 5.1, or built"
                        + " without CONFIG_IO_URING)",
                no.explanation());
        assertTrue(no.remedies().getFirst().contains("CONFIG_IO_URING=y"));
    }

    @Test
    void too_little_lockable_memory_names_the_limit() {
        Kernel kernel =
                files(
                        Errno.ENOMEM,
                        "/proc/self/limits",
                        """
                        Limit                     Soft Limit           Hard Limit           Units
                        Max locked memory         65536                65536                bytes
                        """);
        Unavailable no = unavailable(kernel);
        assertEquals(Cause.MEMLOCK, no.cause());
        assertTrue(no.explanation().contains("RLIMIT_MEMLOCK is 65536 B"), no.explanation());
        assertTrue(no.remedies().toString().contains("LimitMEMLOCK=infinity"));
    }

    @ParameterizedTest
    @EnumSource(names = {"EPERM", "ENOSYS", "EACCES"})
    void a_filter_on_enter_alone_is_told_apart(Errno answer) {
        Kernel kernel =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int enter(
                            int fd, int submit, int min, int flags, MemorySegment arg, long size) {
                        return answer.negative();
                    }
                };
        assertEquals(Cause.ENTER_BLOCKED, unavailable(kernel).cause());
    }

    @ParameterizedTest
    @EnumSource(names = {"EPERM", "ENOSYS", "EACCES"})
    void a_filter_on_register_alone_is_told_apart(Errno answer) {
        Kernel kernel =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int register(int fd, int operation, MemorySegment arg, int count) {
                        return answer.negative();
                    }
                };
        assertEquals(Cause.REGISTER_BLOCKED, unavailable(kernel).cause());
    }

    @ParameterizedTest
    @EnumSource(names = {"EACCES", "EMFILE", "EAGAIN"})
    void any_other_refusal_is_told_as_it_is(Errno answer) {
        Unavailable no = unavailable(Masked.refusingSetup(Kernel.host(), answer));
        assertEquals(answer == Errno.EACCES ? Cause.SECURITY_MODULE : Cause.OTHER, no.cause());
        assertTrue(no.explanation().startsWith("io_uring_setup returned -" + answer));
    }

    @Test
    void every_cause_that_is_found_has_a_way_out() {
        Errno[] answers = {Errno.EPERM, Errno.ENOSYS, Errno.ENOMEM, Errno.EACCES};
        for (Errno answer : answers) {
            for (Kernel kernel :
                    new Kernel[] {
                        Masked.refusing(Kernel.host(), answer),
                        Masked.refusingSetup(Kernel.host(), answer)
                    }) {
                Unavailable no = unavailable(kernel);
                assertTrue(!no.remedies().isEmpty(), no.toString());
                assertEquals(no.explanation(), no.describe());
            }
        }
    }

    private static Unavailable unavailable(Kernel kernel) {
        return assertInstanceOf(Unavailable.class, Availability.of(kernel));
    }

    private static Kernel files(Errno setup, String... pathsAndTexts) {
        return new FileKernel(Masked.refusingSetup(Kernel.host(), setup), pathsAndTexts);
    }
}
