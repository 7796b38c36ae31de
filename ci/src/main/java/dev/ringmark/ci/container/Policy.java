package dev.ringmark.ci.container;

import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a container is allowed, and what io_uring must then do there.
///
/// @param id its name on the command line and in records
/// @param title what it is like, a sentence
/// @param source where it comes from
/// @param optIn whether it changes the whole machine, and so has to be asked for by name
public record Policy(
        String id, String title, String source, boolean optIn, Box box, Expected expected) {

    /// The questions that a container is asked, in the order people see; the `doctor` of the
    /// harness answers them by these names.
    public static final List<String> QUESTIONS =
            List.of(
                    "setup",
                    "enter",
                    "register",
                    "nop",
                    "asyncRead",
                    "buffers",
                    "largeRing",
                    "sqpoll");

    /// What a loop of the runtime does about what it lacks, each of which is tried: the names of
    /// its `Fallback`, in the order people see.
    public static final List<String> FALLBACKS = List.of("graceful", "warn", "strict");

    /// What is different from an engine's defaults. System calls are not filtered but by what is
    /// said here, because engines' own filters differ.
    ///
    /// @param memlockBytes RLIMIT_MEMLOCK, soft and hard
    /// @param memoryMib the memory cgroup's limit, which swap does not lift
    /// @param pids the pids cgroup's limit
    /// @param user `uid` or `uid:gid`
    /// @param ioUringDisabled the host's sysctl of that name, for as long as the container runs
    public record Box(
            List<Filter> seccomp,
            @Nullable Long memlockBytes,
            @Nullable Long memoryMib,
            @Nullable Long pids,
            List<String> capAdd,
            List<String> capDrop,
            boolean noNewPrivileges,
            @Nullable String user,
            boolean readOnlyRoot,
            @Nullable Long ioUringDisabled) {

        /// Copies of our own.
        public Box {
            seccomp = List.copyOf(seccomp);
            capAdd = List.copyOf(capAdd);
            capDrop = List.copyOf(capDrop);
        }
    }

    /// System calls, and what a filter answers for them: the name of an errno, or `kill`.
    public record Filter(List<String> calls, String action) {
        /// The action that ends the process.
        public static final String KILL = "kill";

        /// A copy of our own.
        public Filter {
            calls = List.copyOf(calls);
        }
    }

    /// What must be seen.
    ///
    /// @param answers of [#QUESTIONS]: `ok`, the name of an errno, `killed`, or `-` for none
    /// @param runtime of [#FALLBACKS]: `runs`, `does without`, the name of an errno, or `killed`
    /// @param diagnosis the causes that the doctor must find, and no others
    /// @param crashes how the reason begins of a crash that the limit itself may bring; null where
    ///     every crash is a finding
    public record Expected(
            Map<String, String> answers,
            Map<String, String> runtime,
            List<String> diagnosis,
            Suite suite,
            @Nullable String crashes) {
        /// Copies of our own.
        public Expected {
            answers = Map.copyOf(answers);
            runtime = Map.copyOf(runtime);
            diagnosis = List.copyOf(diagnosis);
        }

        /// Whether the limit explains a result, which is then no finding.
        public boolean explains(ResultLine result) {
            String reason = result.reason();
            return crashes != null
                    && reason != null
                    && result.verdict() == Verdict.CRASHED
                    && reason.startsWith(crashes);
        }
    }

    /// What becomes of the suite.
    public enum Suite {
        /// Checks run, and those that something stands in the way of say what it is.
        RUNS,
        /// Every check is blocked, with the cause.
        BLOCKED,
        /// The kernel kills it for its memory; what was recorded until then is kept.
        KILLED;

        /// As policies and records spell it.
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
