package dev.ringmark.ci;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Finds features by the names that people use: `IORING_OP_SEND_ZC`, `op_send_zc`, `send-zc`.
final class FeatureNames {
    private static final int SUGGESTIONS_MAX = 3;

    /// What stands before the name itself and may be left out.
    private static final Set<String> PREFIXES =
            Set.of("IORING", "IOSQE", "IO", "OP", "SETUP", "FEAT", "REGISTER", "CQE", "F", "ENTER");

    private final List<String> names;

    FeatureNames(List<String> names) {
        this.names = List.copyOf(names);
    }

    /// The names that `query` means: several where the kernel uses a word twice, none if unknown.
    List<String> matching(String query) {
        String wanted = normal(query);
        List<String> whole = names.stream().filter(name -> normal(name).equals(wanted)).toList();
        return whole.isEmpty()
                ? names.stream().filter(name -> isShortFor(wanted, normal(name))).toList()
                : whole;
    }

    /// The names nearest to `query`, if any is near at all.
    List<String> nearest(String query) {
        String wanted = normal(query);
        int far = Math.max(2, wanted.length() / 3);
        Map<String, Integer> distances =
                names.stream()
                        .distinct()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(), name -> distance(wanted, name)));
        return distances.entrySet().stream()
                .filter(entry -> entry.getValue() <= far)
                .sorted(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.naturalOrder())))
                .limit(SUGGESTIONS_MAX)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static boolean isShortFor(String wanted, String name) {
        int prefixEnd = name.length() - wanted.length() - 1;
        return prefixEnd > 0
                && name.endsWith("_" + wanted)
                && PREFIXES.containsAll(List.of(name.substring(0, prefixEnd).split("_", -1)));
    }

    /// To the name as it is, or without its prefixes: whichever is nearer.
    private static int distance(String wanted, String name) {
        String normal = normal(name);
        int best = editDistance(wanted, normal);
        int at = normal.indexOf('_');
        while (at >= 0 && PREFIXES.contains(normal.substring(0, at))) {
            normal = normal.substring(at + 1);
            best = Math.min(best, editDistance(wanted, normal));
            at = normal.indexOf('_');
        }
        return best;
    }

    /// How many characters to insert, delete or replace (Levenshtein), row by row.
    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    private static String normal(String name) {
        return name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
