package dev.ringmark.kernels.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.vm.Outcome.Completed;
import dev.ringmark.kernels.vm.Outcome.EmulatorSuspect;
import dev.ringmark.kernels.vm.Outcome.Hung;
import dev.ringmark.kernels.vm.Outcome.Killed;
import dev.ringmark.kernels.vm.Outcome.NeverBooted;
import dev.ringmark.kernels.vm.Outcome.OutOfMemory;
import dev.ringmark.kernels.vm.Outcome.Panicked;
import dev.ringmark.kernels.vm.Outcome.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What follows from what is known of a VM's end.
class EvidenceTest {
    private Accelerator accelerator = Accelerator.TCG;
    private boolean started = true;
    private @Nullable String expired;
    private @Nullable String guestFailure;
    private final List<KernelFault> faults = new ArrayList<>();
    private Optional<Integer> status = Optional.empty();
    private Optional<String> crashLog = Optional.empty();
    private int emulatorStatus;

    @Test
    void a_whole_result_is_a_completion_whatever_its_status() {
        status = Optional.of(3);
        assertEquals(new Completed(3), outcome());
    }

    @Test
    void an_emulator_s_status_of_0_proves_nothing() {
        emulatorStatus = 0;
        assertTrue(outcome() instanceof Killed);
    }

    @Test
    void a_panic_beats_all_that_followed_from_it() {
        fault(KernelFault.Kind.WARNING, "WARNING: CPU: 0");
        fault(KernelFault.Kind.PANIC, "Kernel panic - not syncing: x");
        expired = "silent for 5 s";
        assertEquals(new Panicked("Kernel panic - not syncing: x", "WARNING: CPU: 0"), outcome());
    }

    @Test
    void a_panic_for_want_of_memory_is_that() {
        fault(KernelFault.Kind.PANIC, "Kernel panic - not syncing: System is deadlocked on memory");
        assertTrue(outcome() instanceof OutOfMemory);
    }

    @Test
    void a_process_killed_for_memory_is_the_command_s_end_only_if_that_failed() {
        fault(KernelFault.Kind.OUT_OF_MEMORY, "Out of memory: Killed process 9 (java)");
        status = Optional.of(0);
        assertEquals(new Completed(0), outcome());
        status = Optional.of(137);
        assertTrue(outcome() instanceof OutOfMemory);
    }

    @Test
    void a_deadline_is_a_hang_in_its_phase() {
        expired = "silent for 5 s";
        assertTrue(
                outcome() instanceof Hung(Phase phase, String _, String _) && phase == Phase.JOB);
    }

    @Test
    void a_breakpoint_of_the_kernel_s_own_is_the_emulator_s_under_emulation_only() {
        fault(KernelFault.Kind.OOPS, "Oops: int3: 0000 [#1] SMP");
        fault(KernelFault.Kind.PANIC, "Kernel panic - not syncing: Fatal exception");
        assertTrue(outcome() instanceof EmulatorSuspect);
        accelerator = Accelerator.KVM;
        assertTrue(outcome() instanceof Panicked);
    }

    @Test
    void a_crash_at_a_method_s_first_instruction_is_the_emulator_s() {
        status = Optional.of(134);
        crashLog = Optional.of("J 609 c1 a.B.c");
        assertTrue(outcome() instanceof EmulatorSuspect);
        accelerator = Accelerator.KVM;
        assertEquals(new Completed(134), outcome());
    }

    @Test
    void a_signal_to_the_emulator_is_told_by_its_number() {
        emulatorStatus = 137;
        assertEquals("killed: the emulator was ended by signal 9: words", outcome().sentence());
    }

    @Test
    void what_ends_before_the_command_never_booted() {
        started = false;
        assertTrue(outcome() instanceof NeverBooted);
        guestFailure = "the job does not fit into the guest's memory";
        assertEquals("never booted: " + guestFailure, outcome().sentence());
    }

    @Test
    void a_crash_log_is_suspect_by_its_frame() {
        String suspect =
                "# Problematic frame:\n# J 609 c1 a.B.c(I)V java.base@25.0.3 (45 bytes)"
                        + " @ 0x00007f8a1c0d2a00 [0x00007f8a1c0d2a00+0x0000000000000000]\n#\n";
        assertTrue(EmulatorSuspicion.frame(suspect).isPresent());
        String inside = suspect.replace("+0x0000000000000000]", "+0x0000000000000024]");
        assertEquals(Optional.empty(), EmulatorSuspicion.frame(inside));
        assertEquals(
                Optional.empty(),
                EmulatorSuspicion.frame(
                        "# C  [libc.so.6+0x0]  memcpy+0x0\n# V  [libjvm.so+0x0]\n"));
    }

    private void fault(KernelFault.Kind kind, String line) {
        faults.add(new KernelFault(kind, line, line));
    }

    private Outcome outcome() {
        return new Evidence(
                        accelerator,
                        Phase.JOB,
                        started,
                        expired,
                        guestFailure,
                        faults,
                        "the console's end",
                        status,
                        crashLog,
                        emulatorStatus,
                        "words")
                .outcome();
    }
}
