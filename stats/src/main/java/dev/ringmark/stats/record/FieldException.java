package dev.ringmark.stats.record;

import java.io.Serial;

/// A field whose value is not allowed. Its message is `env.cpus: 0, expected 1 or more`.
final class FieldException extends IllegalArgumentException {
    @Serial private static final long serialVersionUID = 1L;
    private static final int SHOWN_MAX = 100;

    private final String field;
    private final String problem;

    FieldException(String field, String value, String expected) {
        this(field, shown(value) + ", expected " + expected);
    }

    private FieldException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
        this.problem = problem;
    }

    /// The same refusal, seen from the object that holds the field's object as `outer`.
    FieldException in(String outer) {
        FieldException e = new FieldException(outer + "." + field, problem);
        e.setStackTrace(getStackTrace());
        return e;
    }

    /// The same refusal, and why it may have come about.
    FieldException because(String cause) {
        FieldException e = new FieldException(field, problem + "; " + cause);
        e.setStackTrace(getStackTrace());
        return e;
    }

    String field() {
        return field;
    }

    /// What is wrong, without the field's name.
    String problem() {
        return problem;
    }

    /// One line, whatever `text` holds, and not much of it.
    static String shown(String text) {
        String head = text.length() > SHOWN_MAX ? text.substring(0, SHOWN_MAX) + "..." : text;
        StringBuilder out = new StringBuilder(head.length());
        head.chars()
                .forEach(
                        c -> {
                            if (Character.isISOControl(c) || Character.isSurrogate((char) c)) {
                                out.append(String.format("\\u%04x", c));
                            } else {
                                out.append((char) c);
                            }
                        });
        return out.toString();
    }
}
