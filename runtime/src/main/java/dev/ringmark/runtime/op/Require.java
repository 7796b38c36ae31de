package dev.ringmark.runtime.op;

/// The checks of arguments: each failure names the argument, its value, and what was expected.
final class Require {

    private Require() {}

    static long range(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + ": " + value + ", expected " + min + ".." + max);
        }
        return value;
    }

    static int range(String name, int value, int min, int max) {
        return (int) range(name, (long) value, min, max);
    }

    static void that(boolean holds, String name, Object value, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + ": " + value + ", expected " + expected);
        }
    }
}
