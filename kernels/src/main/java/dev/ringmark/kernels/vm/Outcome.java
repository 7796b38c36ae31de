package dev.ringmark.kernels.vm;

import org.jspecify.annotations.Nullable;

/// How a VM ended. An exit status of the emulator proves nothing: it is 0 after a panic, too.
public sealed interface Outcome {
    /// The part of a VM's life in which it was.
    enum Phase {
        /// PID 1 had not spoken.
        BOOT,
        /// The job ran.
        JOB,
        /// The job had ended, and its result was being written.
        RESULT
    }

    /// The command ended, and its result came whole.
    ///
    /// @param status as a shell gives it: 128 and more is a signal
    record Completed(int status) implements Outcome {}

    /// The kernel gave up.
    ///
    /// @param reason its own words
    /// @param excerpt of the console, from the first fault on
    record Panicked(String reason, String excerpt) implements Outcome {}

    /// A deadline passed.
    ///
    /// @param phase where it was
    /// @param reason which deadline
    /// @param excerpt the end of the console
    record Hung(Phase phase, String reason, String excerpt) implements Outcome {}

    /// The guest had too little memory: a process was killed for it and the command did not end
    /// well, or the kernel found nobody to kill.
    ///
    /// @param victim the kernel's words
    record OutOfMemory(String victim, String excerpt) implements Outcome {}

    /// What was seen is what an emulator does that runs code while it is being patched.
    record EmulatorSuspect(String reason, String excerpt) implements Outcome {}

    /// It ended before its result was whole, or was ended from outside.
    record Killed(String how, String excerpt) implements Outcome {}

    /// It ended before the command was started.
    record NeverBooted(String why, String excerpt) implements Outcome {}

    /// One line for a person.
    default String sentence() {
        return switch (this) {
            case Completed(int status) -> "completed with status " + status;
            case Panicked(String reason, String _) -> "the kernel panicked: " + reason;
            case Hung(Phase phase, String reason, String _) ->
                    switch (phase) {
                                case BOOT -> "hung while it booted: ";
                                case JOB -> "hung while the command ran: ";
                                case RESULT -> "hung while the result was written: ";
                            }
                            + reason;
            case OutOfMemory(String victim, String _) -> "out of memory: " + victim;
            case EmulatorSuspect(String reason, String _) ->
                    "perhaps the emulator's fault: " + reason;
            case Killed(String how, String _) -> "killed: " + how;
            case NeverBooted(String why, String _) -> "never booted: " + why;
        };
    }

    /// What the console had to say of it; null when there was nothing to explain.
    default @Nullable String excerpt() {
        return switch (this) {
            case Completed _ -> null;
            case Panicked(String _, String excerpt) -> excerpt;
            case Hung(Phase _, String _, String excerpt) -> excerpt;
            case OutOfMemory(String _, String excerpt) -> excerpt;
            case EmulatorSuspect(String _, String excerpt) -> excerpt;
            case Killed(String _, String excerpt) -> excerpt;
            case NeverBooted(String _, String excerpt) -> excerpt;
        };
    }
}
