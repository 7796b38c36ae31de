package dev.ringmark.ci;

/// Java source with what a rule must not see blanked out, so that lines and columns stay.
final class JavaText {
    private enum State {
        CODE,
        LINE_COMMENT,
        BLOCK_COMMENT,
        STRING,
        TEXT_BLOCK,
        CHARACTER
    }

    private JavaText() {}

    /// The source without what stands inside quotes; comments stay.
    static String withoutStrings(String source) {
        return blank(source, false);
    }

    /// The source without what stands inside quotes, and without comments.
    static String codeOnly(String source) {
        return blank(source, true);
    }

    private static String blank(String source, boolean commentsToo) {
        StringBuilder out = new StringBuilder(source.length());
        State state = State.CODE;
        int i = 0;
        while (i < source.length()) {
            State before = state;
            String token = token(source, i, state);
            state = after(state, token);
            boolean comment = isComment(before) || isComment(state);
            boolean quoted = !comment && before != State.CODE && state == before;
            out.append(quoted || (comment && commentsToo) ? blanks(token) : token);
            i += token.length();
        }
        return out.toString();
    }

    /// The next token as far as the state can care: an opener, a closer, an escape, or one char.
    private static String token(String source, int at, State state) {
        String[] candidates =
                switch (state) {
                    case CODE -> new String[] {"//", "/*", "\"\"\""};
                    case BLOCK_COMMENT -> new String[] {"*/"};
                    case TEXT_BLOCK -> new String[] {"\"\"\""};
                    case LINE_COMMENT, STRING, CHARACTER -> new String[0];
                };
        for (String candidate : candidates) {
            if (source.startsWith(candidate, at)) {
                return candidate;
            }
        }
        boolean escapes =
                state == State.STRING || state == State.TEXT_BLOCK || state == State.CHARACTER;
        boolean escape = escapes && source.charAt(at) == '\\';
        return source.substring(at, Math.min(source.length(), at + (escape ? 2 : 1)));
    }

    private static State after(State state, String token) {
        return switch (state) {
            case CODE ->
                    switch (token) {
                        case "//" -> State.LINE_COMMENT;
                        case "/*" -> State.BLOCK_COMMENT;
                        case "\"\"\"" -> State.TEXT_BLOCK;
                        case "\"" -> State.STRING;
                        case "'" -> State.CHARACTER;
                        default -> State.CODE;
                    };
            case LINE_COMMENT -> token.equals("\n") ? State.CODE : state;
            case BLOCK_COMMENT -> token.equals("*/") ? State.CODE : state;
            case TEXT_BLOCK -> token.equals("\"\"\"") ? State.CODE : state;
            case STRING -> token.equals("\"") ? State.CODE : state;
            case CHARACTER -> token.equals("'") ? State.CODE : state;
        };
    }

    private static boolean isComment(State state) {
        return state == State.LINE_COMMENT || state == State.BLOCK_COMMENT;
    }

    private static String blanks(String token) {
        return token.replaceAll("[^\n]", " ");
    }
}
