package dev.ringmark.kernels.vm;

import java.util.Optional;
import java.util.regex.Pattern;

/// A complaint of the kernel on its console.
///
/// @param kind what sort of complaint
/// @param line the line, without its time
/// @param excerpt the line and those behind it
public record KernelFault(Kind kind, String line, String excerpt) {
    /// The sorts, in the order in which a line is tried. Each stands at a message's
    /// beginning: "Spectre V2 : WARNING: ..." is advice, and "traps: a.out general protection
    /// fault" a program's affair.
    public enum Kind {
        /// The end.
        PANIC("Kernel panic - not syncing"),
        /// An exception in the kernel's own code.
        OOPS("(invalid opcode|Oops|int3|stack segment|divide error)(: \\w+)* \\[#\\d|Oops[ :]"),
        /// A dereference that no exception table covers, memory used after it was freed, a lock-up.
        BUG("(watchdog: )?BUG: |kernel BUG at |Internal error: "),
        /// A `WARN_ON`, or lockdep.
        WARNING("WARNING: "),
        /// A pointer that is none.
        GENERAL_PROTECTION("general protection fault"),
        /// A task that slept for too long.
        HUNG_TASK("INFO: task .* blocked for more than "),
        /// A processor that did not come by for too long.
        STALL("(INFO: )?rcu: .*(detected.* stall|stalls on CPUs)|INFO: rcu_\\w+ .*stall"),
        /// Undefined behaviour of C, or a data race.
        SANITIZER("UBSAN: |KCSAN: "),
        /// Memory that nobody has a pointer to.
        LEAK("kmemleak: \\d+ new suspected"),
        /// No memory, and a process that was killed for it.
        OUT_OF_MEMORY("(Memory cgroup out of memory|Out of memory)[:,] [Kk]ill");

        private final Pattern pattern;

        Kind(String regex) {
            pattern = Pattern.compile(regex);
        }

        /// What a line without its time complains of, if it does.
        static Optional<Kind> of(String message) {
            for (Kind kind : values()) {
                if (kind.pattern.matcher(message).lookingAt()) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }
}
