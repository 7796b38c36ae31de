package dev.ringmark.reports.section;

import dev.ringmark.reports.view.Entry;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// GitHub-flavoured Markdown as it is written: text escaped, tables and code spans closed.
///
/// Nothing of a record can start markup, HTML, a table cell or a mention of somebody.
public final class MarkdownText {
    private static final String ESCAPED = "\\`*[]<>~";

    private final StringBuilder out = new StringBuilder();

    /// Appends a heading of the given level.
    public MarkdownText heading(int level, String text) {
        return block("#".repeat(level) + " " + text);
    }

    /// Appends a paragraph, list or anything else that stands alone. `markdown` is not escaped.
    public MarkdownText block(String markdown) {
        if (!out.isEmpty()) {
            out.append('\n');
        }
        out.append(markdown).append('\n');
        return this;
    }

    /// Appends a table of ready cells.
    public MarkdownText table(List<String> head, List<List<String>> rows) {
        return block(
                row(head)
                        + "\n|"
                        + " --- |".repeat(head.size())
                        + rows.stream().map(r -> "\n" + row(r)).collect(Collectors.joining()));
    }

    /// Appends what `content` writes, folded away under `summary`.
    public MarkdownText folded(String summary, Consumer<MarkdownText> content) {
        block("<details><summary>" + text(summary) + "</summary>");
        content.accept(this);
        return block("</details>");
    }

    /// Appends names and values as a table.
    public MarkdownText entries(List<Entry> entries) {
        return table(
                List.of("Name", "Value"),
                entries.stream().map(e -> List.of(text(e.name()), code(e.value()))).toList());
    }

    /// `text` as running text on one line, nothing in it being markup.
    public static String text(String text) {
        var escaped = new StringBuilder(text.length() + 16);
        String line = text.replace('\n', ' ');
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '@') {
                // A tag between the sign and the name: GitHub looks for mentions in text nodes.
                escaped.append("<span>@</span>");
            } else if (c == '&') {
                escaped.append("&amp;");
            } else if (c == '|') {
                escaped.append("&#124;"); // a backslash before it may be taken by one before that
            } else {
                boolean markup = ESCAPED.indexOf(c) >= 0 || (c == '_' && !isInsideWord(line, i));
                boolean opensBlock = i == 0 && "#+-=:".indexOf(c) >= 0;
                escaped.append(markup || opensBlock ? "\\" : "").append(c);
            }
        }
        return escaped.toString();
    }

    /// `text` as code on one line; empty where it is blank.
    ///
    /// A span of backticks can hold neither backticks nor, in a table, a bar; a tag can.
    public static String code(String text) {
        String line = text.replace('\n', ' ');
        if (line.isBlank()) {
            return "";
        }
        boolean tag = line.indexOf('`') >= 0 || line.indexOf('|') >= 0;
        return tag ? "<code>" + text(line) + "</code>" : "`" + line + "`";
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private static String row(List<String> cells) {
        return "| " + String.join(" | ", cells) + " |";
    }

    private static boolean isInsideWord(String line, int index) {
        return index > 0
                && index + 1 < line.length()
                && Character.isLetterOrDigit(line.charAt(index - 1))
                && Character.isLetterOrDigit(line.charAt(index + 1));
    }
}
