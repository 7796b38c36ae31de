package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// An engine around a command: `.ci/engine` finds or starts it and says how it is reached; the
/// command is then run once more in a JVM of its own, with that in its environment and with
/// Testcontainers, which no other command has on its class path.
final class EngineScript {
    /// Set where an engine is up: to `theirs`, `running` or `started`.
    private static final String MARK = "RINGMARK_ENGINE";

    private static final String HOME = "ringmark.home";

    private EngineScript() {}

    /// Whether this JVM is the one inside.
    static boolean isStarted() {
        return System.getenv(MARK) != null;
    }

    /// Runs a command of this command line with an engine, which goes again if it was started.
    static ExitStatus around(List<String> words) {
        Path script = Path.of(System.getProperty(HOME, "")).resolve(".ci/engine");
        if (!Files.isExecutable(script)) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN,
                    script + ": not there; start ringmark by its launcher, or set " + MARK);
        }
        Map<String, String> environment = start(script);
        try {
            return inside(words, environment);
        } finally {
            if ("started".equals(environment.get(MARK))) {
                stop(script);
            }
        }
    }

    private static Map<String, String> start(Path script) {
        try {
            Process process =
                    new ProcessBuilder(script.toString(), "start")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.getOutputStream().close();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new CommandException(
                        ExitStatus.COULD_NOT_RUN, "no container engine; the line above says why");
            }
            Map<String, String> environment = new LinkedHashMap<>();
            for (String line : said.lines().toList()) {
                int at = line.indexOf('=');
                environment.put(line.substring(0, at), line.substring(at + 1));
            }
            return environment;
        } catch (IOException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, "cannot run " + script, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ExitStatus inside(List<String> words, Map<String, String> environment) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        for (String name : List.of("ringmark.terminal", HOME)) {
            command.add("-D" + name + "=" + System.getProperty(name, ""));
        }
        command.addAll(List.of("-cp", classPath(), Main.class.getName()));
        command.addAll(words);
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (Interruption interruption = Interruption.of(process)) {
                int code = process.waitFor();
                return interruption.happened() ? ExitStatus.INTERRUPTED : status(code);
            }
        } catch (IOException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, "cannot start " + command, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static ExitStatus status(int code) {
        return Stream.of(ExitStatus.values())
                .filter(status -> status.code() == code)
                .findFirst()
                .orElseThrow(
                        () ->
                                new CommandException(
                                        ExitStatus.COULD_NOT_RUN,
                                        "the process with the containers ended with " + code));
    }

    private static void stop(Path script) {
        try {
            Process process =
                    new ProcessBuilder(script.toString(), "stop")
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            process.waitFor();
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, "stop the engine by hand: " + script + " stop", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /// Ours, and the jars in the folder `containers` beside them.
    private static String classPath() {
        String own = System.getProperty("java.class.path");
        Path beside =
                Stream.of(own.split(":", -1))
                        .map(Path::of)
                        .filter(jar -> jar.toString().contains("ringmark-ci-"))
                        .findFirst()
                        .map(jar -> jar.resolveSibling("containers"))
                        .orElse(Path.of("containers"));
        if (!Files.isDirectory(beside)) {
            return own; // not packaged: whoever started us knows
        }
        try (Stream<Path> jars = Files.list(beside)) {
            return own + ":" + jars.map(Path::toString).sorted().collect(Collectors.joining(":"));
        } catch (IOException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, "cannot list " + beside, e);
        }
    }

    private static CommandException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new CommandException(ExitStatus.INTERRUPTED, "interrupted", e);
    }
}
