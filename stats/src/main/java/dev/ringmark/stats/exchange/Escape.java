package dev.ringmark.stats.exchange;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Texts as words without blanks, and maps as one such word.
final class Escape {
    private Escape() {}

    /// Letters, digits and `.-*_` stay; the rest becomes `%20` and the like.
    static String word(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String text(String word) {
        return URLDecoder.decode(word.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /// `a=1;b=2`.
    static String pairs(Map<String, String> map) {
        return map.entrySet().stream()
                .map(e -> word(e.getKey()) + "=" + word(e.getValue()))
                .collect(Collectors.joining(";"));
    }

    /// @throws IllegalArgumentException for anything but [#pairs]
    static Map<String, String> map(String pairs) {
        Map<String, String> map = new TreeMap<>();
        if (!pairs.isEmpty()) {
            for (String pair : pairs.split(";", -1)) {
                int at = pair.indexOf('=');
                if (at < 1
                        || map.put(text(pair.substring(0, at)), text(pair.substring(at + 1)))
                                != null) {
                    throw new IllegalArgumentException(pair);
                }
            }
        }
        return map;
    }
}
