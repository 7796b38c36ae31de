package dev.ringmark.kernels.vm;

import java.time.Duration;

/// How long each part of a VM's life may take before the VM is ended as hung.
///
/// @param boot from the emulator's start to the first word of PID 1
/// @param check while the job runs, from one piece of its standard output or stream to the next
/// @param silence from one byte on any of the four lines to the next, once there was one
/// @param whole from the emulator's start to its end
public record Deadlines(Duration boot, Duration check, Duration silence, Duration whole) {
    // Two to three seconds on a quiet machine; on a very busy one, 42 were seen.
    private static final Duration BOOT = Duration.ofMinutes(2);

    /// All are longer than nothing.
    public Deadlines {
        for (Duration each : new Duration[] {boot, check, silence, whole}) {
            if (!each.isPositive()) {
                throw new IllegalArgumentException("deadline: " + each + ", expected more than 0");
            }
        }
    }

    /// Only the whole is bounded, and the boot.
    public static Deadlines whole(Duration whole) {
        return new Deadlines(BOOT, whole, whole, whole);
    }

    /// The same, with another bound for the boot.
    public Deadlines withBoot(Duration value) {
        return new Deadlines(value, check, silence, whole);
    }
}
