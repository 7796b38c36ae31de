package dev.ringmark.stats.sample;

import java.io.Serial;
import java.util.Locale;

/// Measurements that cannot be used. Its message is `values[3]: -1.0, expected more than 0`.
public final class SampleException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;

    /// The field, the value that stands in it, and the range that is allowed.
    public SampleException(String field, Object value, String expected) {
        super(field + ": " + value + ", expected " + expected);
    }

    static void filled(String field, String value) {
        if (value.isBlank()) {
            throw new SampleException(field, "\"" + value + "\"", "a text that is not empty");
        }
    }

    static void atLeast(String field, long value, long min) {
        if (value < min) {
            throw new SampleException(field, value, min + " or more");
        }
    }

    /// `AVERAGE_TIME` as people read it: `average time`.
    static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
