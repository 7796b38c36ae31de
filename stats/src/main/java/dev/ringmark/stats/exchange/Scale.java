package dev.ringmark.stats.exchange;

import dev.ringmark.stats.record.Unit;
import dev.ringmark.stats.sample.Direction;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A unit as other harnesses write it: our base unit, how to get there, and which way is better.
///
/// Exact powers of ten divide instead of multiplying with a rounded reciprocal, so that a value
/// that was written and read again is the same value.
record Scale(Unit unit, double times, double by, Direction direction) {
    private static final Map<String, Scale> ALL = all();

    /// The scale of `ns/op`, `ops/us`, `MB/s`, `B/op` and the like; null if it is not known.
    static @Nullable Scale of(String text) {
        return ALL.get(text);
    }

    /// A value in the base unit.
    double toBase(double value) {
        return value * times / by;
    }

    private static Map<String, Scale> all() {
        Map<String, Scale> all = new HashMap<>();
        time(all, 1e9, "ns");
        time(all, 1e6, "us", "µs", "μs");
        time(all, 1e3, "ms");
        time(all, 1, "s", "sec");
        longer(all, "min", 60);
        longer(all, "hr", 3600);
        longer(all, "day", 86400);
        bytes(all, "B", 1);
        bytes(all, "bytes", 1);
        bytes(all, "KB", 1e3);
        bytes(all, "MB", 1e6);
        bytes(all, "GB", 1e9);
        bytes(all, "KiB", 1 << 10);
        bytes(all, "MiB", 1 << 20);
        bytes(all, "GiB", 1 << 30);
        for (String count : new String[] {"#", "#/op", "ops", "allocs/op", "counts", "count"}) {
            all.put(count, new Scale(Unit.COUNT, 1, 1, Direction.LOWER_IS_BETTER));
        }
        all.put("ratio", new Scale(Unit.RATIO, 1, 1, Direction.LOWER_IS_BETTER));
        all.put("1/s", new Scale(Unit.PER_SECOND, 1, 1, Direction.HIGHER_IS_BETTER));
        return Map.copyOf(all);
    }

    private static void time(Map<String, Scale> all, double perSecond, String... names) {
        for (String name : names) {
            Scale time = new Scale(Unit.SECONDS, 1, perSecond, Direction.LOWER_IS_BETTER);
            all.put(name, time);
            all.put(name + "/op", time);
            Scale rate = new Scale(Unit.PER_SECOND, perSecond, 1, Direction.HIGHER_IS_BETTER);
            all.put("ops/" + name, rate);
            all.put("op/" + name, rate);
        }
    }

    private static void longer(Map<String, Scale> all, String name, double seconds) {
        Scale time = new Scale(Unit.SECONDS, seconds, 1, Direction.LOWER_IS_BETTER);
        all.put(name, time);
        all.put(name + "/op", time);
        all.put("ops/" + name, new Scale(Unit.PER_SECOND, 1, seconds, Direction.HIGHER_IS_BETTER));
    }

    private static void bytes(Map<String, Scale> all, String name, double bytes) {
        Scale size = new Scale(Unit.BYTES, bytes, 1, Direction.LOWER_IS_BETTER);
        Scale rate = new Scale(Unit.BYTES_PER_SECOND, bytes, 1, Direction.HIGHER_IS_BETTER);
        all.put(name, size);
        all.put(name + "/op", size);
        all.put(name + "/s", rate);
        all.put(name + "/sec", rate);
    }

    /// The word for a base unit that [#of] reads: `s`, `B/s`.
    static String word(Unit unit) {
        return switch (unit) {
            case COUNT -> "count";
            case RATIO -> unit.name().toLowerCase(Locale.ROOT);
            case SECONDS, BYTES, PER_SECOND, BYTES_PER_SECOND -> unit.symbol();
        };
    }
}
