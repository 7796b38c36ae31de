package dev.ringmark.ci.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// One thing that goes wrong in a container or with its engine, in a JVM of its own: the engine is
/// found through the environment. Prints what came of it.
final class EngineTrial {
    private static final String IMAGE = "ringmark-trial";
    private static final Duration SILENCE_MAX = Duration.ofSeconds(2);

    private EngineTrial() {}

    /// Plays one trial.
    ///
    /// @param args the trial, a tar of an image with a Dockerfile, and the engine's folder
    public static void main(String[] args) throws Exception {
        Engine engine = Engine.open();
        Path folder = Path.of(args[2]);
        try {
            if (!args[0].equals("missing")) {
                engine.buildImage(Path.of(args[1]), IMAGE);
            }
            switch (args[0]) {
                case "missing" -> run(engine, "echo never", () -> {});
                case "silent" -> run(engine, "sleep 60", () -> {});
                case "memory" -> run(engine, "echo before; tail /dev/zero", () -> {});
                case "dies" -> run(engine, "echo before; sleep 60", () -> kill(folder));
                default -> throw new IllegalArgumentException(args[0]);
            }
        } catch (ContainerException e) {
            System.out.println(e.blame() + " " + e.getMessage());
        }
        if (!args[0].equals("dies")) {
            engine.removeImage(IMAGE);
        }
        System.exit(0);
    }

    private static void run(Engine engine, String script, Runnable atLine) throws Exception {
        Policy.Box box =
                new Policy.Box(
                        List.of(),
                        null,
                        16L,
                        64L,
                        List.of(),
                        List.of("ALL"),
                        true,
                        null,
                        true,
                        null);
        ContainerOutput output =
                new ContainerOutput(
                        line -> {
                            System.out.println("line " + line);
                            atLine.run();
                        });
        Engine.Ended ended =
                engine.run(IMAGE, box, List.of("/bin/sh", "-c", script), output, SILENCE_MAX);
        System.out.println("ended " + ended.status() + " " + ended.outOfMemory());
    }

    private static void kill(Path folder) {
        try {
            long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
