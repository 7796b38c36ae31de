package dev.ringmark.kernels.vm;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All that is known of a VM's end, and what follows from it.
///
/// @param phase the last one that was reached
/// @param started whether the command was
/// @param expired which deadline passed, if one did
/// @param guestFailure what our init, or the unpacking of its result, complained of
/// @param status of the command, from a trailer that proved true
/// @param crashLog what makes a JVM's crash the emulator's
/// @param emulatorStatus 0 proves nothing; 128 and more is a signal
record Evidence(
        Accelerator accelerator,
        Outcome.Phase phase,
        boolean started,
        @Nullable String expired,
        @Nullable String guestFailure,
        List<KernelFault> faults,
        String consoleTail,
        Optional<Integer> status,
        Optional<String> crashLog,
        int emulatorStatus,
        String emulatorWords) {
    private static final int SIGNALS = 128;

    /// The first that applies; what the kernel itself said goes before what we concluded.
    Outcome outcome() {
        if (accelerator == Accelerator.TCG) {
            Optional<String> suspicion = crashLog.or(() -> EmulatorSuspicion.in(faults));
            if (suspicion.isPresent()) {
                return new Outcome.EmulatorSuspect(suspicion.get(), excerpt());
            }
        }
        Optional<KernelFault> panic = first(KernelFault.Kind.PANIC);
        Optional<KernelFault> memory = first(KernelFault.Kind.OUT_OF_MEMORY);
        if (panic.isPresent()) {
            String words = panic.get().line();
            return words.contains("memory")
                    ? new Outcome.OutOfMemory(words, excerpt())
                    : new Outcome.Panicked(words, excerpt());
        }
        if (status.isPresent()) {
            return memory.isPresent() && status.get() != 0
                    ? new Outcome.OutOfMemory(memory.get().line(), memory.get().excerpt())
                    : new Outcome.Completed(status.get());
        }
        if (expired != null) {
            return new Outcome.Hung(phase, expired, excerpt());
        }
        return withoutResult();
    }

    private Outcome withoutResult() {
        String how = how();
        return started
                ? new Outcome.Killed(how, excerpt())
                : new Outcome.NeverBooted(how, excerpt());
    }

    private String how() {
        if (guestFailure != null) {
            return guestFailure;
        }
        String words = emulatorWords.isEmpty() ? "" : ": " + emulatorWords;
        if (emulatorStatus > SIGNALS) {
            return "the emulator was ended by signal " + (emulatorStatus - SIGNALS) + words;
        }
        if (emulatorStatus != 0) {
            return "the emulator ended with status " + emulatorStatus + words;
        }
        return started
                ? "the machine stopped before its result was whole" + words
                : "the machine stopped without a word; too little memory stops it so" + words;
    }

    private Optional<KernelFault> first(KernelFault.Kind kind) {
        return faults.stream().filter(fault -> fault.kind() == kind).findFirst();
    }

    private String excerpt() {
        return faults.isEmpty() ? consoleTail : faults.getFirst().excerpt();
    }
}
