package dev.ringmark.ci.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One thing that JMH can measure: a benchmark in one mode with one value of each parameter.
///
/// The JVM that runs it knows nothing but the JDK and JMH, so this must not either.
///
/// @param mode JMH's short name: `avgt`
public record JmhTarget(
        String name, String mode, int threads, int batch, SortedMap<String, String> params) {
    private static final int FIXED = 4;

    /// Copies the parameters.
    public JmhTarget {
        params = new TreeMap<>(params);
    }

    /// One line without spaces, which [#parse] reads again.
    String encoded() {
        List<String> parts =
                new ArrayList<>(
                        List.of(name, mode, Integer.toString(threads), Integer.toString(batch)));
        params.forEach(
                (key, value) -> {
                    parts.add(key);
                    parts.add(value);
                });
        return String.join("&", parts.stream().map(p -> URLEncoder.encode(p, UTF_8)).toList());
    }

    static JmhTarget parse(String encoded) {
        String[] parts = encoded.split("&", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = URLDecoder.decode(parts[i], UTF_8);
        }
        SortedMap<String, String> params = new TreeMap<>();
        for (int i = FIXED; i + 1 < parts.length; i += 2) {
            params.put(parts[i], parts[i + 1]);
        }
        return new JmhTarget(
                parts[0], parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]), params);
    }

    /// As a plan and its reader name it: `org.example.Nop.nop{depth=8} avgt`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(name);
        if (!params.isEmpty()) {
            text.append('{');
            params.forEach((key, value) -> text.append(key).append('=').append(value).append(','));
            text.setCharAt(text.length() - 1, '}');
        }
        text.append(' ').append(mode);
        if (threads != 1) {
            text.append(", ").append(threads).append(" threads");
        }
        if (batch != 1) {
            text.append(", batches of ").append(batch);
        }
        return text.toString();
    }
}
