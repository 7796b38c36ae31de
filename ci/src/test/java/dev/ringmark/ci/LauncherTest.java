package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The launcher in a repository of its own, with JDKs and a Maven that only say what they were
// told.
class LauncherTest {
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2026-01-02T00:00:00Z");

    private record Outcome(int status, String out, String err) {}

    @TempDir private Path temp;
    private Path home = Path.of("");
    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void make_a_repository() throws IOException {
        home = temp.resolve("a folder");
        write(home.resolve("pom.xml"), "<modules/>");
        write(home.resolve("ci/pom.xml"), "<project/>");
        write(home.resolve("runtime/bench/pom.xml"), "<project/>");
        write(home.resolve("ci/src/main/java/Main.java"), "class Main {}");
        write(home.resolve("runtime/src/jmh/java/Shape.java"), "class Shape {}");
        try (var files = Files.walk(home)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            }
        }
        // The same script, but its usual folders are ours: what this machine has must not matter.
        String script = Repository.text(Repository.root().resolve("ringmark"));
        script(home.resolve("ringmark"), script.replaceAll("/(usr/lib|opt)/", temp + "/$1/"));
        jdk("jdk-25", "25.0.3");
        environment.put("JAVA_HOME", temp.resolve("jdk-25").toString());
        environment.put("PATH", temp.resolve("bin") + ":/usr/bin:/bin");
        environment.put("HOME", temp.toString());
        script(
                temp.resolve("bin/mvn"),
                """
                #!/bin/sh
                echo "$PWD: mvn $*; $JAVA25_HOME" >>'%1$s/builds'
                mkdir -p ci/target/lib && touch ci/target/lib/a.jar ci/target/lib/built
                """
                        .formatted(temp));
    }

    @Test
    void missing_jars_are_built_once_and_the_arguments_arrive_as_they_are() throws Exception {
        Outcome first = run(temp, home.resolve("ringmark"), "check", "--out", "a b", "*");
        assertEquals(0, first.status, first.err);
        assertTrue(first.err.contains("ringmark: building"), first.err);
        assertEquals(
                "dev.ringmark.ci.Main|check|--out|a b|*",
                first.out.substring(first.out.indexOf("dev")));
        Outcome second = run(temp, home.resolve("ringmark"));
        assertEquals("", second.err);
        assertEquals(
                List.of(
                        home
                                + ": mvn -B -q -Dstyle.color=never -Dmaven.test.skip=true package; "
                                + temp.resolve("jdk-25")),
                builds());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ci/src/main/java/Main.java", "runtime/src/jmh/java/Shape.java"})
    void a_source_newer_than_the_jars_is_built(String source) throws Exception {
        pretendBuilt();
        run(temp, home.resolve("ringmark"));
        assertEquals(List.of(), builds());
        Files.setLastModifiedTime(home.resolve(source), FileTime.from(Instant.now()));
        run(temp, home.resolve("ringmark"));
        assertEquals(1, builds().size());
    }

    @Test
    void a_deleted_source_is_built_too() throws Exception {
        pretendBuilt();
        Files.delete(home.resolve("ci/src/main/java/Main.java"));
        run(temp, home.resolve("ringmark"));
        assertEquals(1, builds().size());
    }

    @Test
    void two_launchers_at_once_build_once() throws Exception {
        Process one = start(temp, home.resolve("ringmark"));
        Process other = start(temp, home.resolve("ringmark"));
        assertEquals(0, outcome(one).status);
        assertEquals(0, outcome(other).status);
        assertEquals(1, builds().size());
    }

    @Test
    void a_chain_of_links_and_any_folder_lead_home() throws Exception {
        pretendBuilt();
        Path links = Files.createDirectories(temp.resolve("some where/else"));
        Files.createSymbolicLink(links.resolve("first link"), home.resolve("ringmark"));
        Files.createSymbolicLink(temp.resolve("second"), Path.of("some where/else/first link"));
        Files.createSymbolicLink(temp.resolve("bin/ringmark"), Path.of("../second"));
        for (String called : List.of("ringmark", "../bin/ringmark", temp + "/bin/ringmark")) {
            Outcome outcome = run(temp.resolve("some where"), Path.of("/usr/bin/env"), called);
            assertEquals(0, outcome.status, outcome.err);
            assertTrue(outcome.out.contains(home + "/ci/target/lib/a.jar"), outcome.out);
        }
    }

    @Test
    void an_old_java_home_is_passed_over_for_a_jdk_in_a_usual_folder() throws Exception {
        pretendBuilt();
        jdk("old", "17.0.15");
        jdk("usr/lib/jvm/other", "26-ea");
        environment.put("JAVA_HOME", temp.resolve("old").toString());
        Outcome outcome = run(temp, home.resolve("ringmark"));
        assertTrue(outcome.out.startsWith(temp.resolve("usr/lib/jvm/other") + " "), outcome.out);
    }

    @Test
    void without_a_new_jdk_it_says_what_it_found_and_how_to_get_one() throws Exception {
        jdk("old", "1.8.0_452");
        environment.put("JAVA_HOME", temp.resolve("old").toString());
        environment.put("PATH", onlyTheToolsItNeeds());
        Outcome outcome = run(temp, home.resolve("ringmark"));
        assertEquals(3, outcome.status);
        assertTrue(outcome.err.contains("needs a JDK 25 or newer"), outcome.err);
        assertTrue(outcome.err.contains(temp.resolve("old") + " (JDK 1)"), outcome.err);
        assertTrue(outcome.err.contains("JAVA_HOME"), outcome.err);
    }

    @Test
    void without_maven_it_says_how_to_get_it() throws Exception {
        environment.put("PATH", onlyTheToolsItNeeds());
        Outcome outcome = run(temp, home.resolve("ringmark"));
        assertEquals(3, outcome.status);
        assertTrue(outcome.err.contains("apt-get install maven"), outcome.err);
    }

    @Test
    void a_failed_build_runs_nothing() throws Exception {
        script(temp.resolve("bin/mvn"), "#!/bin/sh\necho broken >&2\nexit 1\n");
        Outcome outcome = run(temp, home.resolve("ringmark"));
        assertEquals(3, outcome.status);
        assertEquals("", outcome.out);
        assertTrue(outcome.err.contains("broken\nringmark: the build failed"), outcome.err);
    }

    /// A JDK whose java prints its own home and the arguments that reach it.
    private void jdk(String folder, String version) throws IOException {
        Path jdk = temp.resolve(folder);
        write(jdk.resolve("release"), "OTHER=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        String java = "#!/bin/sh\nprintf '%%s ' '%s'\nIFS='|'; printf %%s \"$*\"\n".formatted(jdk);
        script(jdk.resolve("bin/java"), java);
        script(jdk.resolve("bin/javac"), "#!/bin/sh\n");
    }

    private void pretendBuilt() throws IOException {
        write(home.resolve("ci/target/lib/a.jar"), "");
        write(home.resolve("ci/target/lib/built"), "");
        Files.setLastModifiedTime(home.resolve("ci/target/lib/built"), FileTime.from(LATER));
    }

    /// A PATH without mvn and javac, whatever this machine has beside the tools.
    private String onlyTheToolsItNeeds() throws IOException {
        Path tools = temp.resolve("tools");
        for (String tool : List.of("dirname", "find", "flock", "head", "readlink")) {
            script(tools.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
        }
        return tools.toString();
    }

    private List<String> builds() throws IOException {
        Path log = temp.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private Outcome run(Path folder, Path command, String... args) throws Exception {
        return outcome(start(folder, command, args));
    }

    private Process start(Path folder, Path command, String... args) throws IOException {
        var builder = new ProcessBuilder(command.toString()).directory(folder.toFile());
        builder.command().addAll(List.of(args));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Outcome outcome(Process process) throws Exception {
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return new Outcome(
                process.exitValue(),
                text(process.getInputStream()),
                text(process.getErrorStream()));
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
