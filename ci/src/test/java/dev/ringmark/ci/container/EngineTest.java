package dev.ringmark.ci.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.Repository;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// What goes wrong with a real engine: each in one sentence, and nothing of ours is left.
class EngineTest {
    private static final String SCRIPT = Repository.root().resolve(".ci/engine").toString();

    @TempDir private Path scratch;

    private Map<String, String> environment = Map.of();

    @BeforeEach
    void requireAnEngine() {
        RealEngine.require();
    }

    @AfterEach
    void stop() throws Exception {
        run(Map.of(), SCRIPT, "stop");
        assertTrue(Files.notExists(folder()), "the engine's folder is still there");
    }

    @Test
    void an_image_that_is_missing_is_not_asked_a_registry_for() throws Exception {
        start();
        String said = trial("missing");
        assertTrue(said.startsWith("ENGINE cannot start a container of ringmark-trial: "), said);
        assertTrue(said.contains("404"), said);
        assertEquals(1, said.lines().count(), said);
        assertNothingIsLeft();
    }

    @Test
    void a_container_that_never_answers_is_killed_after_its_time() throws Exception {
        start();
        assertEquals("ENGINE the container said nothing for 2 s\n", trial("silent"));
        assertNothingIsLeft();
    }

    @Test
    void what_was_said_before_the_kernel_killed_for_memory_is_kept() throws Exception {
        start();
        String said = trial("memory");
        assertTrue(said.startsWith("line before\n"), said);
        assertTrue(said.endsWith("ended 137 true\n"), said);
        assertNothingIsLeft();
    }

    @Test
    void an_engine_that_dies_in_the_middle_is_told_and_what_it_leaves_goes() throws Exception {
        start();
        String said = trial("dies");
        assertTrue(said.startsWith("line before\nENGINE the engine failed"), said);
        assertEquals(2, said.lines().count(), said);
        run(Map.of(), SCRIPT, "stop");
        assertTrue(Files.notExists(folder()));
        assertTrue(
                ProcessHandle.allProcesses()
                        .flatMap(process -> process.info().commandLine().stream())
                        .noneMatch(line -> line.contains(folder().toString())));
    }

    @Test
    void a_data_folder_that_is_full_is_told_and_nothing_is_left() throws Exception {
        Path small = Files.createDirectory(scratch.resolve("small"));
        String[] mount = {
            "busybox", "mount", "-t", "tmpfs", "-o", "size=1m", "t", small.toString()
        };
        Assumptions.assumeTrue(run(Map.of(), mount).status == 0, "no file system can be mounted");
        try {
            Said said =
                    run(
                            Map.of("RINGMARK_ENGINE_FOLDER", small.resolve("engine").toString()),
                            SCRIPT,
                            "start");
            assertEquals(3, said.status, said.text);
            assertTrue(said.text.contains("No space left on device"), said.text);
            assertTrue(said.text.contains("engine: could not be started in "), said.text);
            assertTrue(Files.notExists(small.resolve("engine")), said.text);
        } finally {
            run(Map.of(), "busybox", "umount", "-l", small.toString());
        }
    }

    private record Said(int status, String text) {}

    private Path folder() {
        return scratch.resolve("engine");
    }

    private void start() throws Exception {
        Said said = run(Map.of(), SCRIPT, "start");
        assertEquals(0, said.status, said.text);
        Map<String, String> told = new LinkedHashMap<>();
        said.text.lines().map(line -> line.split("=", 2)).forEach(at -> told.put(at[0], at[1]));
        environment = told;
    }

    private String trial(String name) throws Exception {
        Said said =
                run(
                        environment,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EngineTrial.class.getName(),
                        name,
                        image().toString(),
                        folder().toString());
        assertEquals(0, said.status, said.text);
        return said.text
                .lines()
                .filter(line -> line.matches("(line|ended|ENGINE) .*"))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private Path image() throws Exception {
        Path root = scratch.resolve("root");
        Files.createDirectories(root.resolve("bin"));
        Files.writeString(root.resolve("Dockerfile"), "FROM scratch\nCOPY . /\n");
        Path tar = scratch.resolve("root.tar");
        run(Map.of(), "sh", "-c", "cp $(command -v busybox) " + root.resolve("bin/busybox"));
        for (String applet : List.of("sh", "sleep", "tail", "echo")) {
            Files.createSymbolicLink(root.resolve("bin/" + applet), Path.of("busybox"));
        }
        run(Map.of(), "tar", "-C", root.toString(), "-cf", tar.toString(), ".");
        return tar;
    }

    private void assertNothingIsLeft() throws Exception {
        String socket = "unix://" + folder().resolve("docker.sock");
        assertEquals("", run(Map.of(), "docker", "--host", socket, "ps", "-aq").text);
        Said images =
                run(Map.of(), "docker", "--host", socket, "images", "--format", "{{.Repository}}");
        assertEquals("ringmark-tiny\n", images.text);
    }

    private Said run(Map<String, String> more, String... command)
            throws IOException, InterruptedException {
        Path said = Files.createTempFile(scratch, "said", "");
        ProcessBuilder builder =
                new ProcessBuilder(new ArrayList<>(List.of(command)))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile());
        builder.environment().remove("DOCKER_HOST");
        builder.environment().put("RINGMARK_ENGINE_FOLDER", folder().toString());
        builder.environment().putAll(more);
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "no end: " + List.of(command));
        return new Said(process.exitValue(), Files.readString(said));
    }
}
