package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.probe.Availability.Cause;

import java.util.EnumMap;
import java.util.Map;

/// Something that stands in io_uring's way, or will.
///
/// @param evidence what was seen, and what it means, in a sentence
/// @param remedies what to type or set, by who decides it
public record Finding(Cause cause, String evidence, Map<Platform, String> remedies) {

    /// Who decides what a process may do.
    public enum Platform {
        /// The machine itself.
        HOST("host"),
        /// Docker.
        DOCKER("docker"),
        /// podman.
        PODMAN("podman"),
        /// Kubernetes.
        KUBERNETES("kubernetes"),
        /// systemd, for a service.
        SYSTEMD("systemd");

        private final String label;

        Platform(String label) {
            this.label = label;
        }

        /// A word for a table.
        public String label() {
            return label;
        }
    }

    private static final String FILTER =
            "--security-opt seccomp=FILE with a profile that allows io_uring_setup, io_uring_enter"
                    + " and io_uring_register";

    /// A copy of our own.
    public Finding {
        remedies = Map.copyOf(remedies);
    }

    /// A finding with all that is known to help.
    static Finding of(Cause cause, String evidence) {
        Map<Platform, String> remedies = new EnumMap<>(Platform.class);
        switch (cause) {
            case SECCOMP, SECCOMP_KILL, ENTER_BLOCKED, REGISTER_BLOCKED, NO_SYSTEM_CALL -> {
                if (cause == Cause.NO_SYSTEM_CALL) {
                    remedies.put(Platform.HOST, "if no filter is at work: a kernel 5.1 or newer");
                }
                put(
                        remedies,
                        FILTER,
                        "securityContext.seccompProfile: {type: Localhost, localhostProfile:"
                                + " FILE} with such a profile",
                        "SystemCallFilter=@aio, beside what the unit has");
            }
            case SYSCTL -> {
                remedies.put(
                        Platform.HOST,
                        "sysctl -w kernel.io_uring_disabled=0, kept in /etc/sysctl.d");
                put(
                        remedies,
                        "on the host, as above: no flag sets it; where it is 1, also"
                                + " --cap-add SYS_ADMIN",
                        "on the node, as above: no field of a pod sets it",
                        "on the host, as above; where it is 1, also"
                                + " AmbientCapabilities=CAP_SYS_ADMIN");
            }
            case MEMLOCK -> {
                remedies.put(Platform.HOST, "ulimit -l unlimited, or /etc/security/limits.conf");
                put(
                        remedies,
                        "--ulimit memlock=-1, or --cap-add IPC_LOCK",
                        "securityContext.capabilities.add: [IPC_LOCK]; no field sets the limit",
                        "LimitMEMLOCK=infinity");
            }
            case MEMORY ->
                    put(
                            remedies,
                            "--memory with a larger value",
                            "resources.limits.memory with a larger value",
                            "MemoryMax= with a larger value");
            case PIDS ->
                    put(
                            remedies,
                            "--pids-limit with a larger value, or -1",
                            "podPidsLimit of the node's kubelet",
                            "TasksMax= with a larger value");
            case CAPABILITY ->
                    put(
                            remedies,
                            "--cap-add SYS_NICE, and SYS_ADMIN before Linux 5.11; or no SQPOLL",
                            "securityContext.capabilities.add: [SYS_NICE]; or no SQPOLL",
                            "AmbientCapabilities=CAP_SYS_NICE; or no SQPOLL");
            case SECURITY_MODULE -> {
                remedies.put(
                        Platform.HOST, "see who refused it: ausearch -m avc -ts recent, dmesg");
                put(
                        remedies,
                        "--security-opt label=disable (SELinux), or apparmor=unconfined",
                        "securityContext.appArmorProfile or seLinuxOptions of the pod",
                        "SELinuxContext= or AppArmorProfile= of the unit");
            }
            case OTHER -> remedies.put(Platform.HOST, "see who refused it: dmesg | tail");
        }
        return new Finding(cause, evidence, remedies);
    }

    private static void put(
            Map<Platform, String> remedies, String engines, String kubernetes, String systemd) {
        remedies.put(Platform.DOCKER, "docker run " + engines);
        remedies.put(Platform.PODMAN, "podman run " + engines);
        remedies.put(Platform.KUBERNETES, kubernetes);
        remedies.put(Platform.SYSTEMD, systemd);
    }
}
