package dev.ringmark.reports.view;

import java.util.Locale;

/// Numbers as a reader meets them in a sentence.
public final class Words {
    private Words() {}

    /// `1 check`, `2 checks`; the plural is the noun with an s.
    public static String count(long n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /// A duration with three digits at most: `412 µs`, `3.2 ms`, `21.4 s`, `3 min 20 s`.
    public static String duration(double seconds) {
        if (seconds >= 59.95) { // what would round to 60.0 s
            long whole = Math.round(seconds);
            return whole / 60 + " min " + whole % 60 + " s";
        }
        if (seconds >= 0.9995) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        return seconds >= 0.9995e-3
                ? String.format(Locale.ROOT, seconds < 0.01 ? "%.1f ms" : "%.0f ms", seconds * 1e3)
                : String.format(Locale.ROOT, "%.0f µs", seconds * 1e6);
    }

    /// Memory in the largest unit that leaves a whole number or one decimal: `7.8 GiB`.
    public static String bytes(long bytes) {
        String[] units = {"B", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
