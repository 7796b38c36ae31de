package dev.ringmark.ci;

/// Colours for a terminal that wants them, as SGR codes; the text alone for all others.
enum Paint {
    GOOD("32"),
    BAD("31;1"),
    CAREFUL("33"),
    QUIET("2"),
    STRONG("1");

    private final String code;

    Paint(String code) {
        this.code = code;
    }

    String on(Terminal terminal, String text) {
        return terminal.colour() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
