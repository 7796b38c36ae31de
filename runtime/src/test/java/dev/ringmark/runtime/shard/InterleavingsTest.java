package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// What threads share with a driver (the gate, the inbox), loops with each other (calls, what can
/// run, the line of tasks to begin), and shards (messages, counters, control messages, who waits,
/// requests) under every interleaving that the hardware makes: the jcstress tests of
/// `src/jcstress`, in short; `-Dinterleavings=60000` gives each so many milliseconds. Everything
/// else of a driver is confined to its owner.
class InterleavingsTest { // C-02, C-04, C-50, C-53, C-54, I-01, I-07, I-20, SR-01c, SR-15c

    private static final Path TESTS = Path.of("src", "jcstress", "java");
    private static final Path MAIN = Path.of("src", "main", "java", "dev", "ringmark", "runtime");
    private static final String TIME_MS = System.getProperty("interleavings", "400");
    private static final int ATTEMPTS_MAX = 10;
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    /// Test, file, an expression that is there once, and what stands in its place.
    private static final String MUTANTS =
            """
            WakeIsNotLost | shard/WakeGate | word.compareAndSet(seen, seen + NOTIFIED) | seen >= 0
            BellIsNotRungAfterItsEnd | shard/WakeGate | + NOTIFIED + RINGER | + NOTIFIED
            TakenRequestIsSeen | shard/WakeGate | word.compareAndSet(seen, seen) | seen >= 0
            NamedBellStays | shard/WakeGate | compareAndSet(seen, seen + RINGER) | get() == seen
            TaskRunsIfItWasTaken | shard/Inbox | isClosed && tasks.remove(task) | sizeMax < 0
            TaskMeetsTheEndOfItsLine | task/StealLine | isClosed && task.claim() | capacity < 0
            TaskIsBegunOrCancelled | task/GroupTask | compareAndSet(false, true) | get() == false
            CancelMeetsTheBegin | task/GroupTask | task = begun; | loop = on;
            CancelMeetsThePart | task/GroupTask | scope = around; | loop = here;
            OfferedTaskIsSeen | task/Share | volatile boolean isIdle | boolean isIdle
            WhoIsLetInIsSeen | task/Roster | volatile boolean isClosed | boolean isClosed
            CallerLeavesOrIsTold | task/Call \
                    | !STATE.compareAndSet(this, WAITING, DONE) \
                    | (int) STATE.getAndSet(this, DONE) > LEFT
            StrandsRunOnce | task/RunQueue \
                    | !remote.compareAndSet(first, strand) | remote.getAndSet(strand) == strand
            WaiterIsTold | task/WaitLine | line.add(waiter) | Thread.onSpinWait()
            RequestEndsOnce | task/BoundaryRequest | end.complete(reply) | !end.isDone()
            CountIsNotLost | shards/HotCounter | sum.getAndSet(0) | sum.addAndGet(-1) + 1
            ControlMeetsTheEndOfItsShard | shards/ControlWindow \
                    | isClosed && tickets | SIZE < 0 && tickets
            ControlSlotIsOnes | shards/ControlWindow \
                    | !free.compareAndSet(seen, seen & (seen - 1)) \
                    | free.getAndSet(seen & (seen - 1)) == 0
            MessageMeetsTheEndOfItsShard | shards/Ingress | return Put.CLOSED | joined++
            MessageIsTakenByWhoWaits | shards/Ingress | isEmpty = size == 0 | isEmpty = size >= 0
            TicketEndsAsItsMessage | shards/Ingress | ended = lane.remove() | ended = null
            RunIsUnderWayOnce | shards/RoutedRun \
                    | !isUnderWay.compareAndSet(false, true) | isUnderWay.get()
            """;

    @TempDir private static Path folder;

    @BeforeAll
    static void compile() throws IOException {
        try (Stream<Path> files = Files.walk(TESTS)) {
            List<String> sources =
                    files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
            compile(folder.resolve("tests"), List.of("-processorpath", CLASS_PATH), sources);
        }
    }

    private static void compile(Path to, List<String> options, List<String> sources)
            throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        assertNotNull(compiler, "this JDK has no compiler");
        Files.createDirectories(to);
        List<String> arguments = new ArrayList<>(List.of("-cp", CLASS_PATH, "-d", to.toString()));
        arguments.addAll(options);
        arguments.addAll(sources);
        assertEquals(0, compiler.run(null, null, null, arguments.toArray(String[]::new)));
    }

    /// Runs tests, with some classes before the real ones.
    ///
    /// @param tests a pattern of their names
    /// @return what jcstress said of the run
    private static String run(String tests, Path... first) throws IOException {
        List<String> path = new ArrayList<>();
        Stream.of(first).map(Path::toString).forEach(path::add);
        path.add(folder.resolve("tests").toString());
        path.add(CLASS_PATH);
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-cp"));
        command.add(String.join(File.pathSeparator, path));
        command.addAll(List.of("org.openjdk.jcstress.Main", "-t", tests, "-time", TIME_MS));
        command.addAll(List.of("-f", "1", "-fsm", "1", "-iters", "1", "-sc", "false"));
        command.addAll(List.of("-jvmArgs", "-XX:+UseSerialGC", "-r", folder + "/report"));
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(output.contains("RUN RESULTS"), output);
        assertTrue(output.contains("Error tests: No matches"), output);
        return output.substring(output.indexOf("RUN RESULTS"));
    }

    @Test
    void no_interleaving_has_a_forbidden_outcome() throws IOException {
        String results = run(".*");
        assertTrue(results.contains("Failed tests: No matches"), results);
    }

    /// The real source with one expression replaced, and the test that has to find it.
    private record Mutant(String test, String type, String original, String replacement) {

        static Mutant of(String line) {
            String[] parts = line.split(" +\\| +", 4);
            return new Mutant(parts[0], parts[1], parts[2], parts[3]);
        }

        Path write(Path to) throws IOException {
            String source = Files.readString(MAIN.resolve(type + ".java"));
            int at = source.indexOf(original);
            assertTrue(at >= 0 && source.indexOf(original, at + 1) < 0, "not once in " + type);
            Path mutated = to.resolve(type + ".java");
            Files.createDirectories(mutated.getParent());
            return Files.writeString(mutated, source.replace(original, replacement));
        }

        /// Whether its test has failed.
        boolean isIn(String results) {
            return Pattern.compile("\\." + test + " .*forbidden state").matcher(results).find();
        }
    }
    @Test
    void every_mutant_is_caught() throws IOException {
        List<Mutant> alive = new ArrayList<>(MUTANTS.lines().map(Mutant::of).toList());
        for (int attempt = 0; attempt < ATTEMPTS_MAX && !alive.isEmpty(); attempt++) {
            Map<String, Mutant> batch = new LinkedHashMap<>(); // one of each file
            alive.forEach(mutant -> batch.putIfAbsent(mutant.type, mutant));
            String results = runMutated(batch.values(), folder.resolve("mutants" + attempt));
            alive.removeIf(mutant -> batch.containsValue(mutant) && mutant.isIn(results));
        }
        assertEquals(List.of(), alive, "these survive");
    }

    private static String runMutated(Collection<Mutant> mutants, Path to) throws IOException {
        List<String> sources = new ArrayList<>();
        for (Mutant mutant : mutants) {
            sources.add(mutant.write(to.resolve("sources")).toString());
        }
        compile(to.resolve("classes"), List.of("-proc:none"), sources);
        String tests = mutants.stream().map(Mutant::test).collect(Collectors.joining("|"));
        return run("\\.(" + tests + ")$", to.resolve("classes"));
    }
}
