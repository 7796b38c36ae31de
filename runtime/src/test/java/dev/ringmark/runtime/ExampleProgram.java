package dev.ringmark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.task.Loop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An example, run by the command that stands in it: compiled and started in a JVM of its own.
public final class ExampleProgram {

    private static final Path FOLDER =
            Path.of("src", "examples", "java", "dev", "ringmark", "examples");

    private ExampleProgram() {}

    /// Runs it to its end, which has to have a status.
    ///
    /// @param folder for what it says of errors
    /// @return what it wrote; on the error output when the status is not 0
    public static String run(Path folder, Class<?> example, int status, Object... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
        command.addAll(List.of("--add-opens=java.base/java.lang=ALL-UNNAMED"));
        command.addAll(List.of("-cp", libraryClasses()));
        command.add(FOLDER.resolve(example.getSimpleName() + ".java").toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        Path errors = folder.resolve("errors");
        Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        String problems = Files.readString(errors);
        assertEquals(status, process.waitFor(), () -> output + problems);
        return status == 0 ? output : problems;
    }

    /// Where the library itself was compiled to, and nothing else.
    private static String libraryClasses() {
        return Loop.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    }
}
