package dev.ringmark.chaos.sim;

/// A number that two runs share when the same things happened in them in the same order.
final class TraceHash {

    private static final long MULTIPLIER = 0x9e37_79b9_7f4a_7c15L;

    private long value = MULTIPLIER;
    private long count;

    /// Takes an observation in.
    void add(long first, long second) {
        value = Long.rotateLeft(value ^ first * MULTIPLIER, 29) * MULTIPLIER;
        value = Long.rotateLeft(value ^ second * MULTIPLIER, 31) * MULTIPLIER;
        count++;
    }

    long value() {
        return value;
    }

    /// How many observations it stands for.
    long count() {
        return count;
    }
}
