package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The table of docs/misuse.md, which a test of the runtime holds equal to what the library does.
///
/// @param rows as they stand there
record MisusePage(List<Row> rows) {

    /// One way of misusing the API.
    ///
    /// @param what what is done wrong
    /// @param who who says so
    /// @param message what is said, in part
    /// @param snippet the statements that do not compile; empty where the library refuses
    record Row(String what, String who, String message, String snippet) {

        boolean isSeenByCompiler() {
            return who.equals("compiler");
        }
    }

    private static final Pattern ROW =
            Pattern.compile("^\\| (.+) \\| (compiler|run time) \\| `(.+)` \\|$", Pattern.MULTILINE);
    private static final Pattern SNIPPETS = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    /// The page of this installation.
    ///
    /// @throws CommandException when it is not there, or is not what it should be
    static MisusePage read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "reading " + file + " failed: " + e + "; run it from a clone, by ./ringmark",
                    e);
        }
        return parse(text);
    }

    static MisusePage parse(String text) {
        Matcher block = SNIPPETS.matcher(text);
        List<String> snippets =
                new ArrayList<>(block.find() ? block.group(1).lines().toList() : List.of());
        List<Row> rows = new ArrayList<>();
        ROW.matcher(text)
                .results()
                .forEach(
                        row -> {
                            boolean isCompiled = row.group(2).equals("compiler");
                            String snippet =
                                    isCompiled && !snippets.isEmpty() ? snippets.removeFirst() : "";
                            rows.add(new Row(row.group(1), row.group(2), row.group(3), snippet));
                        });
        boolean isMatched =
                rows.stream().noneMatch(row -> row.isSeenByCompiler() && row.snippet.isEmpty());
        if (rows.isEmpty() || !isMatched || !snippets.isEmpty()) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "docs/misuse.md does not have a statement for each row of the compiler's");
        }
        return new MisusePage(rows);
    }
}
