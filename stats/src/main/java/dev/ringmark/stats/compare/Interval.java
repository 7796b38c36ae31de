package dev.ringmark.stats.compare;

/// An interval of the ratio at the level it really has, which may differ from the level asked for.
public record Interval(double lo, double hi, double level) {
    /// What is known without data.
    public static final Interval UNBOUNDED = new Interval(0, Double.POSITIVE_INFINITY, 1);

    /// Checks order and level.
    public Interval {
        if (!(lo <= hi)) {
            throw new IllegalArgumentException("lo: " + lo + ", expected at most hi " + hi);
        }
        if (!(level > 0 && level <= 1)) {
            throw new IllegalArgumentException("level: " + level + ", expected more than 0..1");
        }
    }

    /// Whether both ends are known.
    public boolean isBounded() {
        return lo > 0 && hi < Double.POSITIVE_INFINITY;
    }

    /// Whether the value is in it, ends included.
    public boolean contains(double value) {
        return lo <= value && value <= hi;
    }
}
