package dev.ringmark.conformance.feature;

import java.util.ArrayList;
import java.util.List;

/// Reads comma-separated values as RFC 4180 has them: quotes around fields that need them, doubled
/// inside, line ends inside quotes kept.
final class CsvReader {

    private static final char QUOTE = '"';

    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private List<String> row = new ArrayList<>();
    private int at;
    private int line = 1;

    private CsvReader(String text) {
        this.text = text;
    }

    /// The rows, each with its fields.
    ///
    /// @throws IllegalArgumentException with the line, for a quote that is not closed or stands in
    ///     the middle of a field
    static List<List<String>> rows(String text) {
        CsvReader reader = new CsvReader(text);
        while (reader.at < text.length()) {
            reader.readField();
        }
        if (!reader.row.isEmpty()) {
            reader.endRow();
        }
        return reader.rows;
    }

    private void readField() {
        row.add(peek() == QUOTE ? quoted() : plain());
        if (at == text.length()) {
            return;
        }
        if (peek() == ',') {
            at++;
            if (at == text.length()) {
                row.add(""); // a comma at the very end is followed by an empty field
            }
            return;
        }
        if (peek() == '\r' && text.startsWith("\r\n", at)) {
            at++;
        }
        if (peek() != '\n') {
            throw broken("a comma or the end of the line after a closing quote");
        }
        at++;
        line++;
        endRow();
    }

    private String plain() {
        int start = at;
        while (at < text.length() && ",\n".indexOf(peek()) < 0 && !text.startsWith("\r\n", at)) {
            if (peek() == QUOTE) {
                throw broken("quotes around the whole field");
            }
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        int opened = line;
        for (at++; at < text.length(); at++) {
            char next = peek();
            if (next == QUOTE) {
                at++;
                if (at == text.length() || peek() != QUOTE) {
                    return field.toString();
                }
            } else if (next == '\n') {
                line++;
            }
            field.append(next);
        }
        line = opened;
        throw broken("a closing quote");
    }

    private void endRow() {
        rows.add(List.copyOf(row));
        row = new ArrayList<>();
    }

    private char peek() {
        return text.charAt(at);
    }

    private IllegalArgumentException broken(String expected) {
        return new IllegalArgumentException("line " + line + ": expected " + expected);
    }
}
