package dev.ringmark.kernels.vm;

import java.time.Duration;

/// How long each part of a VM's life may take before the VM is ended as hung.
///
/// @param boot from the emulator's start to the first word of PID 1
/// @param check while the job runs, from one piece of its standard output or stream to the next
/// @param silence from one byte on any of the four lines to the next, once there was one
/// @param whole from the emulator's start to its end
/// @param usualBoot how long a boot takes on the machines that these are meant for; where it takes
///     longer, what comes behind it may, too. Zero: they hold on any machine
public record Deadlines(
        Duration boot, Duration check, Duration silence, Duration whole, Duration usualBoot) {
    // Two to three seconds on a quiet machine; on a very busy one, 42 were seen.
    private static final Duration BOOT = Duration.ofMinutes(2);

    /// A machine so much slower than meant is given no more time.
    static final double SLOWNESS_MAX = 16;

    /// All are longer than nothing.
    public Deadlines {
        for (Duration each : new Duration[] {boot, check, silence, whole}) {
            if (!each.isPositive()) {
                throw new IllegalArgumentException("deadline: " + each + ", expected more than 0");
            }
        }
        if (usualBoot.isNegative()) {
            throw new IllegalArgumentException("usual boot: " + usualBoot + ", expected 0 or more");
        }
    }

    /// Only the whole is bounded, and the boot.
    public static Deadlines whole(Duration whole) {
        return new Deadlines(BOOT, whole, whole, whole, Duration.ZERO);
    }

    /// The same, with another bound for the boot.
    public Deadlines withBoot(Duration value) {
        return new Deadlines(value, check, silence, whole, usualBoot);
    }

    /// What holds for a machine whose boot took so long. A fast one gets no less than it was given.
    Deadlines after(Duration measuredBoot) {
        if (usualBoot.isZero()) {
            return this;
        }
        double ratio = (double) measuredBoot.toNanos() / usualBoot.toNanos();
        double slowness = Math.clamp(ratio, 1, SLOWNESS_MAX);
        return new Deadlines(
                boot,
                times(check, slowness),
                times(silence, slowness),
                times(whole, slowness),
                usualBoot);
    }

    private static Duration times(Duration duration, double factor) {
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }
}
