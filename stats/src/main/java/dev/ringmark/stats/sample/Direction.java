package dev.ringmark.stats.sample;

/// Which way a measure gets better.
public enum Direction {
    /// Time for an operation, bytes allocated.
    LOWER_IS_BETTER(1),
    /// Operations in a second.
    HIGHER_IS_BETTER(-1);

    private final int sign;

    Direction(int sign) {
        this.sign = sign;
    }

    /// The factor of a logarithm that makes more mean slower: 1 for times, -1 for throughput.
    public int sign() {
        return sign;
    }
}
