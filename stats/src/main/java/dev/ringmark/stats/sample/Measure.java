package dev.ringmark.stats.sample;

import dev.ringmark.stats.record.Unit;

/// What is measured: `time` in seconds, of which less is better.
///
/// Values are in the base form of their unit, never in milliseconds or operations for a
/// microsecond.
public record Measure(String name, Unit unit, Direction direction, Repeatability repeatability) {
    /// Checks that the name is not empty.
    public Measure {
        SampleException.filled("measure.name", name);
    }

    /// A noisy time, of which less is better.
    public static Measure time(String name) {
        return new Measure(name, Unit.SECONDS, Direction.LOWER_IS_BETTER, Repeatability.NOISY);
    }

    /// A noisy rate, of which more is better.
    public static Measure rate(String name) {
        return new Measure(name, Unit.PER_SECOND, Direction.HIGHER_IS_BETTER, Repeatability.NOISY);
    }
}
