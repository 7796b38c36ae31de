package dev.ringmark.ci.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.ci.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// `.ci/engine` as a person runs it; the real engine where one can run.
class EngineScriptTest {
    private static final Path SCRIPT = Repository.root().resolve(".ci/engine");
    private static final List<String> NETWORK =
            List.of("/proc/sys/net/ipv4/ip_forward", "/proc/net/dev_mcast", "/proc/net/route");

    @TempDir private Path scratch;

    private record Said(int status, String out, String err) {}

    @AfterEach
    void stop() throws Exception {
        assertEquals(0, run(Map.of(), "stop").status());
    }

    @Test
    void an_engine_of_ours_comes_goes_and_leaves_nothing() throws Exception {
        RealEngine.require();
        List<String> network = network();
        Said first = run(Map.of(), "start");
        assertEquals(0, first.status(), first.err());
        String socket = "unix://" + folder().resolve("docker.sock");
        assertTrue(first.out().contains("DOCKER_HOST=" + socket + "\n"), first.out());
        assertTrue(first.out().contains("TESTCONTAINERS_RYUK_DISABLED=true\n"), first.out());
        assertTrue(first.out().endsWith("RINGMARK_ENGINE=started\n"), first.out());
        long pid = Long.parseLong(Files.readString(folder().resolve("pid")).strip());
        assertTrue(ProcessHandle.of(pid).isPresent());

        Said again = run(Map.of(), "start");
        assertTrue(again.out().endsWith("RINGMARK_ENGINE=running\n"), again.out() + again.err());

        Said stopped = run(Map.of(), "stop");
        assertEquals(0, stopped.status(), stopped.err());
        assertFalse(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
        assertFalse(Files.exists(folder()));
        assertEquals(network, network());
        assertFalse(Files.readString(Path.of("/proc/mounts")).contains(folder().toString()));
    }

    @Test
    void what_a_killed_engine_leaves_is_cleared_up_by_the_next() throws Exception {
        RealEngine.require();
        assertEquals(0, run(Map.of(), "start").status());
        long pid = Long.parseLong(Files.readString(folder().resolve("pid")).strip());
        ProcessHandle dockerd = ProcessHandle.of(pid).orElseThrow();
        assertTrue(dockerd.destroyForcibly());
        dockerd.onExit().get(10, TimeUnit.SECONDS);
        Said next = run(Map.of(), "start");
        assertEquals(0, next.status(), next.err());
        assertTrue(next.out().endsWith("RINGMARK_ENGINE=started\n"), next.out());
    }

    @Test
    void an_engine_that_is_there_is_used_and_not_stopped() throws Exception {
        Said said = run(Map.of("DOCKER_HOST", "tcp://somewhere:2375"), "start");
        assertEquals(0, said.status(), said.err());
        assertTrue(said.out().startsWith("DOCKER_HOST=tcp://somewhere:2375\n"), said.out());
        assertTrue(said.out().endsWith("RINGMARK_ENGINE=theirs\n"), said.out());
        assertFalse(Files.exists(folder()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart", ""})
    void any_other_word_is_refused(String word) throws Exception {
        Said said = run(Map.of(), word);
        assertEquals(2, said.status());
        assertEquals(
                "engine: " + word + ": expected start, stop, or run and a command\n", said.err());
    }

    @Test
    void a_command_has_an_engine_for_as_long_as_it_runs_and_its_status_is_told() throws Exception {
        RealEngine.require();
        Said said = run(Map.of(), "run", "sh", "-c", "docker ps -q && echo $DOCKER_HOST; exit 7");
        assertEquals(7, said.status(), said.err());
        assertEquals("unix://" + folder().resolve("docker.sock") + "\n", said.out());
        assertFalse(Files.exists(folder()));
    }

    @Test
    void a_command_with_an_engine_that_is_there_leaves_it_running() throws Exception {
        RealEngine.require();
        assertEquals(0, run(Map.of(), "start").status());
        Said said = run(Map.of(), "run", "sh", "-c", "echo $RINGMARK_ENGINE");
        assertEquals("running\n", said.out(), said.err());
        assertTrue(Files.exists(folder().resolve("pid")));
    }

    @Test
    void where_nothing_may_be_installed_it_says_what_is_missing() throws Exception {
        Path dpkg = Files.writeString(scratch.resolve("dpkg-query"), "#!/bin/sh\n");
        assertTrue(dpkg.toFile().setExecutable(true));
        Said said =
                run(
                        Map.of(
                                "PATH",
                                scratch + ":" + System.getenv("PATH"),
                                "RINGMARK_ENGINE_INSTALL",
                                "no"),
                        "run",
                        "true");
        assertEquals(3, said.status(), said.err());
        assertTrue(
                said.err().contains("apt-get install docker.io busybox-static")
                        || said.err().contains("only root can start one"),
                said.err());
    }

    private static List<String> network() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String file : NETWORK) {
            all.append(Files.readString(Path.of(file)));
        }
        Said rules = tool("iptables-save");
        return List.of(all.toString(), rules.out().replaceAll("(?m)^#.*$|\\[\\d+:\\d+\\]", ""));
    }

    private static Said tool(String name) throws IOException {
        for (String folder : List.of("/usr/sbin/", "/sbin/")) {
            if (Files.isExecutable(Path.of(folder + name))) {
                Process process = new ProcessBuilder(folder + name).start();
                return new Said(0, text(process.getInputStream().readAllBytes()), "");
            }
        }
        return new Said(0, "", "");
    }

    private Path folder() {
        return scratch.resolve("engine");
    }

    private Said run(Map<String, String> environment, String... words) throws Exception {
        Path out = scratch.resolve("out");
        Path err = scratch.resolve("err");
        List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().remove("DOCKER_HOST");
        builder.environment().put("RINGMARK_ENGINE_FOLDER", folder().toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the script did not end");
        return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
