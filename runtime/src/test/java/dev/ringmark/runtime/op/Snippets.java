package dev.ringmark.runtime.op;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// Compiles a few statements as an application outside this package would have them.
final class Snippets {

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

        Source(String text) {
            super(URI.create("string:///application/Snippet.java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }

    private Snippets() {}

    /// What javac says against the statements: nothing, or its errors in English.
    static List<String> compile(String statements) {
        JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options =
                List.of(
                        "-proc:none",
                        "-implicit:none",
                        "-XDshould-stop.ifNoError=FLOW",
                        "-cp",
                        System.getProperty("java.class.path"));
        Source source = new Source(FRAME.replace("STATEMENTS", statements));
        javac.getTask(null, null, found, options, null, List.of(source)).call();
        return found.getDiagnostics().stream()
                .filter(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .map(each -> each.getMessage(Locale.ENGLISH))
                .toList();
    }
}
