package dev.ringmark.runtime.op;

/// Prints docs/misuse.md: what can be done wrong, and who says so.
final class MisuseTable {

    private static final String HEAD =
            """
            # What you can do wrong, and who tells you

            Where Java's types can say it, it does not compile. Java has no type for a value that
            may be used once, so the rest is refused at run time, before anything has happened, with
            a sentence that names the operation and the buffer. `MisuseTest` holds each row against
            javac or the library; `MisuseTable` prints this page.

            """;

    private MisuseTable() {}

    /// Prints the page.
    public static void main(String[] arguments) {
        System.out.print(text());
    }

    static String text() {
        StringBuilder text = new StringBuilder(HEAD);
        text.append("| what | who | what is said |\n|---|---|---|\n");
        for (Misuse each : Misuse.values()) {
            String who = each.isSeenByCompiler() ? "compiler" : "run time";
            text.append("| %s | %s | `%s` |\n".formatted(each.what, who, each.message));
        }
        text.append("\nThe statements that do not compile:\n\n```java\n");
        for (Misuse each : Misuse.values()) {
            if (each.snippet != null) {
                text.append(each.snippet).append('\n');
            }
        }
        return text.append("```\n").toString();
    }
}
