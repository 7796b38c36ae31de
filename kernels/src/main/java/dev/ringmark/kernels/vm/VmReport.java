package dev.ringmark.kernels.vm;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a job came to: its attempts, of which the last one counts.
///
/// @param attempts one, or two where the first was an [Outcome.EmulatorSuspect]
public record VmReport(List<Attempt> attempts) {
    /// One life of a VM.
    ///
    /// @param outcome how it ended
    /// @param accelerator what ran the guest's code
    /// @param cpus virtual processors
    /// @param command the emulator's command line, for a copy-paste
    /// @param faults what the kernel's console complained of, in order, whatever the outcome
    /// @param console its last part
    /// @param boot from the emulator's start to the first word of PID 1; empty if it never came
    /// @param whole from the emulator's start to its end
    public record Attempt(
            Outcome outcome,
            Accelerator accelerator,
            int cpus,
            List<String> command,
            List<KernelFault> faults,
            String console,
            Optional<Duration> boot,
            Duration whole) {
        /// Lists of our own.
        public Attempt {
            command = List.copyOf(command);
            faults = List.copyOf(faults);
        }
    }

    /// At least one.
    public VmReport {
        attempts = List.copyOf(attempts);
        if (attempts.isEmpty()) {
            throw new IllegalArgumentException("attempts: none, expected at least one");
        }
    }

    /// The attempt that counts.
    public Attempt last() {
        return attempts.getLast();
    }

    /// How it ended.
    public Outcome outcome() {
        return last().outcome();
    }
}
