package dev.ringmark.reports.view;

/// Text of a record, with every character that a reader could not see spelled out.
///
/// A record may come from anywhere. Control characters have no place in XML, drive terminals and
/// break lines of KTAP; bidirectional overrides make a line read as something it is not; lone
/// surrogates and non-characters are no text at all. Newline and tab stay.
public final class Visible {
    private Visible() {}

    /// `text` with invisible characters by number: `\x{1b}`, `\x{202e}`.
    public static String of(String text) {
        if (text.codePoints().noneMatch(Visible::isHidden)) {
            return text;
        }
        var shown = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> appendShown(shown, c));
        return shown.toString();
    }

    /// `text` as above and on one line: newlines and tabs become spaces.
    public static String line(String text) {
        return of(text).replace('\n', ' ').replace('\t', ' ').strip();
    }

    private static void appendShown(StringBuilder shown, int c) {
        if (isHidden(c)) {
            shown.append(String.format("\\x{%02x}", c));
        } else {
            shown.appendCodePoint(c);
        }
    }

    private static boolean isHidden(int c) {
        if (c == '\n' || c == '\t') {
            return false;
        }
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> (c & 0xfffe) == 0xfffe || (c >= 0xfdd0 && c <= 0xfdef);
        };
    }
}
