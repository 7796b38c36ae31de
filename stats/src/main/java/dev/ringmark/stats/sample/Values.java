package dev.ringmark.stats.sample;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/// Raw values in the order they were measured, in a base unit: a list that costs 8 bytes a value.
public final class Values {
    /// No values.
    public static final Values NONE = new Values(new double[0]);

    private final double[] values;

    private Values(double[] values) {
        this.values = values;
    }

    /// A copy of these values; each must be finite.
    public static Values of(double... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new SampleException("values[" + i + "]", values[i], "a finite number");
            }
        }
        return values.length == 0 ? NONE : new Values(values.clone());
    }

    /// How many there are.
    public int size() {
        return values.length;
    }

    /// The value at an index.
    public double get(int index) {
        return values[index];
    }

    /// All of them, in order.
    public DoubleStream stream() {
        return Arrays.stream(values);
    }

    /// A copy.
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Values that && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
