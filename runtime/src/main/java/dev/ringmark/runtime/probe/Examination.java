package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Availability.Cause;
import dev.ringmark.runtime.probe.Availability.Unavailable;
import dev.ringmark.runtime.uapi.Errno;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What stands in io_uring's way in this process, or will when there is more to do.
///
/// [Availability] says whether a ring can be used at all; this also tries what only some programs
/// need (registered memory, large rings, threads of the kernel's), and looks at the limits around.
///
/// @param answers of eight questions by name, from `setup` to `sqpoll`: `ok`, the name of an errno,
///     or `-` for what was not asked
/// @param findings each cause at most once, the one that matters most first
public record Examination(Map<String, String> answers, List<Finding> findings) {

    private static final String SIGSYS = "SIGSYS";
    private static final String SIGKILL = "SIGKILL";

    /// How a process can have ended that [#ofDeath] knows something about.
    public static final List<String> SIGNALS = List.of(SIGSYS, SIGKILL);

    /// Less than a JVM and one that watches it take, with room for what they register.
    private static final long MEMORY_BYTES_MIN = 96L << 20;

    /// A ring may want a thread for SQPOLL, and a few workers.
    private static final long PIDS_SPARE_MIN = 8;

    private static final int CAP_IPC_LOCK = 14;

    /// Copies of our own.
    public Examination {
        answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
        findings = List.copyOf(findings);
    }

    /// Asks a kernel, on the calling thread.
    public static Examination of(Kernel kernel) {
        ProcFiles files = new ProcFiles(kernel);
        Availability availability = Availability.of(kernel);
        Answers answers = Answers.ask(kernel);
        List<Finding> findings = new ArrayList<>();
        if (availability instanceof Unavailable(Cause cause, String why, List<String> _)) {
            findings.add(Finding.of(cause, why));
        }
        memlock(answers, files, findings);
        ControlGroup group = ControlGroup.read(files::read);
        pids(answers, group, findings);
        memory(group, findings);
        privileges(answers, findings);
        return new Examination(answers.byName(), findings);
    }

    /// What the end of the process that asked means.
    ///
    /// @param signal one of [#SIGNALS]
    public static Examination ofDeath(String signal) {
        return switch (signal) {
            case SIGSYS ->
                    new Examination(
                            Map.of("setup", "killed"),
                            List.of(
                                    Finding.of(
                                            Cause.SECCOMP_KILL,
                                            "the process that asked was killed by SIGSYS: a seccomp"
                                                + " filter kills whoever calls io_uring_setup")));
            case SIGKILL ->
                    new Examination(
                            Map.of(),
                            List.of(
                                    Finding.of(
                                            Cause.MEMORY,
                                            "the process that asked was killed by SIGKILL: the"
                                                + " memory cgroup is too small for a JVM, and the"
                                                + " kernel kills for it without an errno")));
            default ->
                    throw new IllegalArgumentException(
                            "signal: " + signal + ", expected one of " + SIGNALS);
        };
    }

    private static void memlock(Answers answers, ProcFiles files, List<Finding> findings) {
        OptionalLong limit = files.softLimit("Max locked memory");
        boolean refused = answers.are("ENOMEM", "buffers", "largeRing", "sqpoll");
        boolean known = findings.stream().anyMatch(one -> one.cause() == Cause.MEMLOCK);
        if (refused && !known && limit.isPresent() && !isEffective(files, CAP_IPC_LOCK)) {
            findings.add(
                    Finding.of(
                            Cause.MEMLOCK,
                            answers.those("ENOMEM")
                                    + " returned -ENOMEM: RLIMIT_MEMLOCK is "
                                    + limit.getAsLong()
                                    + " B for all of this user, and CAP_IPC_LOCK is not there"));
        }
    }

    private static void pids(Answers answers, ControlGroup group, List<Finding> findings) {
        if (group.pidsMax().isEmpty()) {
            return;
        }
        long max = group.pidsMax().getAsLong();
        boolean refused =
                answers.are("EAGAIN", "sqpoll", "asyncRead")
                        || answers.are("ECANCELED", "asyncRead");
        long spare = max - group.pids().orElse(0);
        if (refused || spare < PIDS_SPARE_MIN) {
            findings.add(
                    Finding.of(
                            Cause.PIDS,
                            "the pids cgroup allows "
                                    + max
                                    + ", "
                                    + group.pids().orElse(0)
                                    + " are there, and "
                                    + group.pidsRefused()
                                    + " were refused: the ring's own threads (SQPOLL, workers)"
                                    + " count, and without them requests end with -ECANCELED"));
        }
    }

    private static void memory(ControlGroup group, List<Finding> findings) {
        if (group.memoryBytesMax().orElse(Long.MAX_VALUE) < MEMORY_BYTES_MIN) {
            findings.add(
                    Finding.of(
                            Cause.MEMORY,
                            "the memory cgroup allows "
                                    + group.memoryBytesMax().getAsLong()
                                    + " B, of which rings and registered buffers take their part:"
                                    + " beyond it the kernel kills without an errno ("
                                    + group.oomKills()
                                    + " until now)"));
        }
    }

    private static void privileges(Answers answers, List<Finding> findings) {
        if (!findings.isEmpty()) {
            return; // the others explain a refusal better
        }
        if (answers.are("EPERM", "sqpoll")) {
            findings.add(
                    Finding.of(
                            Cause.CAPABILITY,
                            "io_uring_setup(SQPOLL) returned -EPERM: before Linux 5.13 a thread of"
                                    + " the kernel's needs CAP_SYS_NICE, before 5.11"
                                    + " CAP_SYS_ADMIN"));
        } else if (!answers.those(Errno.EACCES.name()).isEmpty()) {
            findings.add(
                    Finding.of(
                            Cause.SECURITY_MODULE,
                            answers.those(Errno.EACCES.name())
                                    + " returned -EACCES: a security module such as SELinux"
                                    + " forbids it"));
        }
    }

    private static boolean isEffective(ProcFiles files, int capability) {
        String bits = files.status("CapEff");
        return !bits.isEmpty() && (HexFormat.fromHexDigitsToLong(bits) >>> capability & 1) != 0;
    }
}
