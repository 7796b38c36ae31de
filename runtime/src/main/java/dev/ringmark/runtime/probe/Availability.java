package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.Kernel;

import java.util.List;

/// Whether this process may use io_uring at all, and what stands in the way.
public sealed interface Availability {

    /// All three system calls answer.
    record Available() implements Availability {}

    /// Something keeps io_uring from this process.
    ///
    /// @param cause what it is
    /// @param explanation the calls that showed it, and what it means, in a sentence
    /// @param remedies each a way out with its exact command or setting, the likeliest first
    record Unavailable(Cause cause, String explanation, List<String> remedies)
            implements Availability {

        public Unavailable {
            remedies = List.copyOf(remedies);
        }
    }

    /// What can stand in the way.
    enum Cause {
        /// io_uring_setup answers ENOSYS: the kernel lacks io_uring, or a filter says so.
        NO_SYSTEM_CALL("ENOSYS"),
        /// A seccomp filter answers EPERM for all three calls.
        SECCOMP("seccomp"),
        /// The sysctl kernel.io_uring_disabled forbids new rings.
        SYSCTL("sysctl"),
        /// RLIMIT_MEMLOCK is too small for a ring's memory.
        MEMLOCK("memlock"),
        /// Rings can be made and registered with, but not entered.
        ENTER_BLOCKED("enter blocked"),
        /// Rings can be made and entered, but nothing can be registered.
        REGISTER_BLOCKED("register blocked"),
        /// A seccomp filter kills whoever calls; only the one that started it sees that.
        SECCOMP_KILL("seccomp kill"),
        /// The memory cgroup is so small that the kernel kills for it.
        MEMORY("memory"),
        /// The pids cgroup leaves no room for the threads that a ring needs.
        PIDS("pids"),
        /// A capability is missing that some of io_uring needs.
        CAPABILITY("capability"),
        /// A security module such as SELinux forbids it.
        SECURITY_MODULE("security module"),
        /// io_uring_setup fails in a way that none of the others explains.
        OTHER("refused");

        private final String label;

        Cause(String label) {
            this.label = label;
        }

        /// Whether rings can be made all the same.
        boolean leavesSetup() {
            return this == ENTER_BLOCKED || this == REGISTER_BLOCKED;
        }

        /// A word or two for a table.
        public String label() {
            return label;
        }
    }

    /// Asks a kernel.
    static Availability of(Kernel kernel) {
        return new Diagnosis(kernel).result();
    }

    /// The result for people, a sentence.
    default String describe() {
        return switch (this) {
            case Available _ -> "io_uring is available";
            case Unavailable no -> no.explanation();
        };
    }
}
