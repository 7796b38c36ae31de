package dev.ringmark.ci;

/// The text of a file, and for Java what is left when strings, and comments too, are blanked out.
/// Lines and columns stay what they are.
record SourceText(String whole, String withoutStrings, String codeOnly) {
    private enum State {
        CODE(""),
        LINE_COMMENT("\n"),
        BLOCK_COMMENT("*/"),
        STRING("\""),
        TEXT_BLOCK("\"\"\""),
        CHARACTER("'");

        private final String end;

        State(String end) {
            this.end = end;
        }

        boolean isComment() {
            return this == LINE_COMMENT || this == BLOCK_COMMENT;
        }
    }

    static SourceText of(String text) {
        return new SourceText(text, blank(text, false), blank(text, true));
    }

    private static String blank(String source, boolean commentsToo) {
        StringBuilder out = new StringBuilder(source);
        int at = 0;
        while (at < source.length()) {
            State state = opened(source, at);
            if (state == State.CODE) {
                at++;
                continue;
            }
            int opener = state.isComment() ? 2 : state.end.length();
            int end = end(source, at + opener, state);
            // What quotes is kept: an annotation with an empty reason is not one without.
            int from = state.isComment() ? at : at + opener;
            int to = state.isComment() ? end : Math.max(from, end - state.end.length());
            for (int i = from; i < to && (commentsToo || !state.isComment()); i++) {
                if (source.charAt(i) != '\n') {
                    out.setCharAt(i, ' ');
                }
            }
            at = end;
        }
        return out.toString();
    }

    private static State opened(String source, int at) {
        return switch (source.charAt(at)) {
            case '"' -> source.startsWith("\"\"\"", at) ? State.TEXT_BLOCK : State.STRING;
            case '\'' -> State.CHARACTER;
            case '/' -> {
                if (source.startsWith("//", at)) {
                    yield State.LINE_COMMENT;
                }
                yield source.startsWith("/*", at) ? State.BLOCK_COMMENT : State.CODE;
            }
            default -> State.CODE;
        };
    }

    /// Behind what closes the state, or where the file ends.
    private static int end(String source, int from, State state) {
        int at = from;
        while (at < source.length() && !source.startsWith(state.end, at)) {
            at += !state.isComment() && source.charAt(at) == '\\' ? 2 : 1;
        }
        return Math.min(source.length(), at + state.end.length());
    }
}
