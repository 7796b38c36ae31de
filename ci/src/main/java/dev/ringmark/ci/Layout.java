package dev.ringmark.ci;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Text in lines of at most [#WIDTH] columns, and tables with columns as wide as they need.
final class Layout {
    static final int WIDTH = 100;

    private Layout() {}

    /// The words in lines that begin at column `indent`; a word longer than a line gets its own.
    static List<String> wrap(String text, int indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", -1)) {
            if (!line.isEmpty() && indent + line.length() + 1 + word.length() > WIDTH) {
                lines.add(" ".repeat(indent) + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(" ".repeat(indent) + line);
        return lines;
    }

    /// A label, and behind it the text, wrapped under its own beginning.
    static List<String> labelled(String label, int indent, String text) {
        List<String> lines = new ArrayList<>(wrap(text, indent));
        String first = lines.getFirst().strip();
        lines.set(0, (label + " ".repeat(Math.max(1, indent - label.length()))) + first);
        return lines;
    }

    /// Rows of equal length; the last column is not padded.
    static List<String> table(List<List<String>> rows) {
        int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
        int[] widths =
                IntStream.range(0, columns)
                        .map(
                                c ->
                                        rows.stream()
                                                .mapToInt(row -> row.get(c).length())
                                                .max()
                                                .orElse(0))
                        .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < columns; c++) {
                String cell = row.get(c);
                line.append(cell).append(" ".repeat(widths[c] - cell.length() + 2));
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
