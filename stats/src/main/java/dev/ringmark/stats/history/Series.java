package dev.ringmark.stats.history;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The history of one metric of one benchmark, oldest point first.
///
/// `key` names what is measured: benchmark, parameters, mode, unit and the version of the
/// benchmark's own code, so that an edited benchmark begins a new series. The order is the
/// caller's, by ancestry of the revisions; clocks are not asked.
///
/// @param higherIsWorse whether a greater value means slower
public record Series(String key, boolean higherIsWorse, List<Point> points) {
    private static final int ID_BYTES = 8;

    /// Copies the points.
    public Series {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("key: \"\", expected a text that is not empty");
        }
        points = List.copyOf(points);
    }

    /// The same for the same key, whatever the points: 16 hexadecimal digits.
    public String id() {
        return idOf(key);
    }

    /// Logarithms, turned so that up is slower.
    double[] costs() {
        double sign = higherIsWorse ? 1 : -1;
        return points.stream().mapToDouble(p -> sign * Math.log(p.value())).toArray();
    }

    static String idOf(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("a JDK without SHA-256", e);
        }
    }
}
