package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.probe.Availability.Available;
import dev.ringmark.runtime.probe.Availability.Cause;
import dev.ringmark.runtime.probe.Availability.Unavailable;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Finds out what keeps io_uring from a process, by what the three calls answer.
final class Diagnosis {

    /* The kernel looks at the sysctl in setup only, so enter(-1) reaches the fd check and says
     * EBADF; a seccomp filter that forbids the calls answers for enter(-1) as for setup. Register
     * is asked with fd -2, because -1 has a meaning of its own since 6.13. */

    private static final int NO_FD = -1;
    private static final int NO_FD_EITHER = -2;
    private static final String SECCOMP_FILTERED = "2";

    private static final List<String> LIFT_SECCOMP =
            List.of(
                    "docker run --security-opt seccomp=unconfined, or a profile that allows"
                            + " io_uring_setup, io_uring_enter and io_uring_register:"
                            + " --security-opt seccomp=profile.json",
                    "podman run --security-opt seccomp=unconfined",
                    "systemd: SystemCallFilter=@aio beside what the unit's [Service] section has",
                    "Kubernetes: securityContext.seccompProfile.type: Unconfined");

    private final Kernel kernel;
    private final ProcFiles files;

    Diagnosis(Kernel kernel) {
        this.kernel = kernel;
        files = new ProcFiles(kernel);
    }

    Availability result() {
        int fd = setup();
        if (fd >= 0) {
            kernel.close(fd);
            return afterSetup();
        }
        if (fd == Errno.ENOSYS.negative()) {
            return noSystemCall();
        }
        if (fd == Errno.EPERM.negative()) {
            return notPermitted();
        }
        if (fd == Errno.ENOMEM.negative()) {
            return memlock();
        }
        return new Unavailable(
                fd == Errno.EACCES.negative() ? Cause.SECURITY_MODULE : Cause.OTHER,
                "io_uring_setup returned "
                        + Errno.describe(fd)
                        + (fd == Errno.EACCES.negative()
                                ? ": a security module such as SELinux forbids it"
                                : ", which neither seccomp, the sysctl nor a limit explains"),
                List.of(
                        "look for the refusal in the kernel log: dmesg | tail, or"
                                + " ausearch -m avc -ts recent"));
    }

    private int setup() {
        try (Arena arena = Arena.ofConfined()) {
            return kernel.setup(1, arena.allocate(ParamsLayout.LAYOUT));
        }
    }

    private int enter() {
        return kernel.enter(NO_FD, 0, 0, 0, MemorySegment.NULL, 0);
    }

    private int register() {
        return kernel.register(NO_FD_EITHER, RegisterOp.PROBE.bits(), MemorySegment.NULL, 0);
    }

    private static boolean isBlocked(int result) {
        return result == Errno.EPERM.negative()
                || result == Errno.ENOSYS.negative()
                || result == Errno.EACCES.negative();
    }

    private Availability afterSetup() {
        int enter = enter();
        if (isBlocked(enter)) {
            return new Unavailable(
                    Cause.ENTER_BLOCKED,
                    "io_uring_setup succeeds but io_uring_enter(-1) returns "
                            + Errno.describe(enter)
                            + ": a seccomp filter blocks io_uring_enter only",
                    LIFT_SECCOMP);
        }
        int register = register();
        if (isBlocked(register)) {
            return new Unavailable(
                    Cause.REGISTER_BLOCKED,
                    "io_uring_setup succeeds but io_uring_register(-2) returns "
                            + Errno.describe(register)
                            + ": a seccomp filter blocks io_uring_register only",
                    LIFT_SECCOMP);
        }
        return new Available();
    }

    private Availability noSystemCall() {
        List<String> remedies = new ArrayList<>();
        String meaning;
        if (files.read(ProcFiles.DISABLED) != null) {
            meaning =
                    "the kernel has io_uring (its sysctl exists), so a seccomp filter says ENOSYS";
            remedies.addAll(LIFT_SECCOMP);
        } else {
            boolean filtered = files.status("Seccomp").equals(SECCOMP_FILTERED);
            meaning =
                    "the kernel has no io_uring (before 5.1, or built without CONFIG_IO_URING)"
                            + (filtered ? ", or the seccomp filter on this process says so" : "");
            if (filtered) {
                remedies.addAll(LIFT_SECCOMP);
            }
            remedies.add(
                    "boot a kernel 5.1 or newer with CONFIG_IO_URING=y:"
                            + " grep IO_URING /boot/config-$(uname -r)");
        }
        return new Unavailable(
                Cause.NO_SYSTEM_CALL, "io_uring_setup returned -ENOSYS: " + meaning, remedies);
    }

    private Availability notPermitted() {
        int enter = enter();
        if (enter == Errno.EPERM.negative()) {
            return new Unavailable(
                    Cause.SECCOMP,
                    "io_uring_setup and io_uring_enter(-1) both return -EPERM:"
                            + " a seccomp filter blocks io_uring",
                    LIFT_SECCOMP);
        }
        String evidence =
                "io_uring_setup returned -EPERM, io_uring_enter(-1) " + Errno.describe(enter);
        String disabled = files.read(ProcFiles.DISABLED);
        if (disabled == null || disabled.equals("0")) {
            return new Unavailable(
                    Cause.OTHER,
                    evidence
                            + ", but sysctl kernel.io_uring_disabled is "
                            + (disabled == null ? "absent" : "0")
                            + ": a security module, or a filter on io_uring_setup alone, forbids"
                            + " it",
                    List.of(
                            "look for the refusal in the kernel log: dmesg | tail, or"
                                    + " ausearch -m avc -ts recent",
                            LIFT_SECCOMP.getFirst()));
        }
        return sysctl(evidence, disabled);
    }

    private Availability sysctl(String evidence, String disabled) {
        List<String> remedies = new ArrayList<>();
        remedies.add(
                "sysctl -w kernel.io_uring_disabled=0, and kernel.io_uring_disabled = 0 in"
                        + " /etc/sysctl.d/60-io_uring.conf to keep it");
        String meaning = "sysctl kernel.io_uring_disabled=" + disabled + " forbids new rings to ";
        if (!disabled.equals("1")) {
            meaning += "every process";
        } else {
            String group = files.read(ProcFiles.GROUP);
            meaning +=
                    "processes without CAP_SYS_ADMIN outside the group of sysctl"
                            + " kernel.io_uring_group="
                            + group;
            remedies.add("sysctl -w kernel.io_uring_group=$(id -g), to allow one group only");
            remedies.add("docker run --cap-add SYS_ADMIN, or podman run --cap-add SYS_ADMIN");
            remedies.add("systemd: AmbientCapabilities=CAP_SYS_ADMIN in the [Service] section");
        }
        return new Unavailable(Cause.SYSCTL, evidence + ": " + meaning, remedies);
    }

    private Availability memlock() {
        OptionalLong limit = files.softLimit("Max locked memory");
        String value = limit.isPresent() ? limit.getAsLong() + " B" : "not limited";
        return new Unavailable(
                Cause.MEMLOCK,
                "io_uring_setup returned -ENOMEM for a ring of one entry: RLIMIT_MEMLOCK is "
                        + value
                        + ", shared by all processes of this user",
                List.of(
                        "ulimit -l unlimited, or \"* - memlock unlimited\" in"
                                + " /etc/security/limits.conf",
                        "docker run --ulimit memlock=-1, or podman run --ulimit memlock=-1",
                        "systemd: LimitMEMLOCK=infinity in the unit's [Service] section",
                        "give the process CAP_IPC_LOCK: docker run --cap-add IPC_LOCK"));
    }
}
