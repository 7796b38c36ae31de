package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import picocli.CommandLine.Command;

/// Has javac refuse what the library's types forbid, and prints the table.
@Command(
        name = "misuse",
        description = "Shows what misuse of the library does not compile, by compiling it.",
        footer = {
            "",
            "Examples:",
            "  ringmark misuse          every way of misusing the API, and who refuses it",
            "",
            "Exit status: 0 javac refuses each as promised, 1 it does not, 2 usage, 3 could",
            "not run."
        })
final class MisuseCommand extends RingmarkCommand {

    private static final String FRAME =
            """
            package application;
            import dev.ringmark.runtime.buffer.*;
            import dev.ringmark.runtime.op.*;
            import dev.ringmark.runtime.shard.Driver;
            class Snippet {
                void run(Driver driver, Fd<FileKind.Any> fd, OwnedBuffer buffer) {
                    STATEMENTS
                }
            }
            """;

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String statements) {
            super(URI.create("string:///application/Snippet.java"), Kind.SOURCE);
            text = FRAME.replace("STATEMENTS", statements);
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }

    MisuseCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        MisusePage page =
                MisusePage.read(
                        Path.of(System.getProperty("ringmark.home", ""), "docs", "misuse.md"));
        return show(page);
    }

    /// Prints the table.
    ExitStatus show(MisusePage page) {
        requireCompiles();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("misuse", "refused by", "in the words"));
        List<String> broken = new ArrayList<>();
        int compiled = 0;
        for (MisusePage.Row row : page.rows()) {
            String said = row.message();
            if (row.isSeenByCompiler()) {
                compiled++;
                List<String> errors = errors(row.snippet());
                boolean isRefused = errors.size() == 1 && errors.getFirst().contains(said);
                if (!isRefused) {
                    broken.add(row.what() + ": expected \"" + said + "\", javac says " + errors);
                }
                said = errors.isEmpty() ? "nothing: it compiles" : firstLine(errors.getFirst());
            }
            table.add(List.of(row.what(), row.who(), said));
        }
        List<String> lines = new ArrayList<>(Layout.table(table));
        lines.add("");
        broken.forEach(each -> lines.addAll(Layout.wrap("not as promised: " + each, 0)));
        int other = page.rows().size() - compiled;
        lines.add(
                "%s: javac refused %d of %d; the library refuses %d more at run time (MisuseTest)"
                        .formatted(
                                broken.isEmpty() ? "ok" : "FAIL",
                                compiled - broken.size(),
                                compiled,
                                other));
        print(lines);
        return broken.isEmpty() ? ExitStatus.OK : ExitStatus.FINDINGS;
    }

    /// Without this everything would be refused for a missing jar.
    private static void requireCompiles() {
        List<String> errors = errors("Read read = Read.from(fd, buffer); read.submit(driver);");
        if (!errors.isEmpty()) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    "javac does not find the library: " + errors.getFirst());
        }
    }

    private static String firstLine(String error) {
        return error.lines().findFirst().orElse("");
    }

    private static List<String> errors(String statements) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        if (javac == null) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, "this JVM has no compiler: point JAVA_HOME at a JDK");
        }
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-implicit:none",
                        "-XDshould-stop.ifNoError=FLOW",
                        "-cp",
                        System.getProperty("java.class.path")
                                + File.pathSeparator
                                + System.getProperty("jdk.module.path", ""));
        javac.getTask(null, null, found, options, null, List.of(new Source(statements))).call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getMessage(Locale.ENGLISH))
                .toList();
    }
}
