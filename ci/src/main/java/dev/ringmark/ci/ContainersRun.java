package dev.ringmark.ci;

import dev.ringmark.ci.container.ContainerOutput;
import dev.ringmark.ci.container.Engine;
import dev.ringmark.ci.container.Policy;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.image.FileTree;
import dev.ringmark.kernels.image.HostTools;
import dev.ringmark.kernels.image.RootArchive;
import dev.ringmark.reports.Reports;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.Run;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The doctor and the suite in a container under each of several policies, one after another:
/// lockable memory is counted for all of a user's processes.
final class ContainersRun {
    private static final Duration SILENCE_MAX = Duration.ofMinutes(5);
    private static final String JARS = "opt/ringmark/";
    private static final String JAVA = "/opt/java/bin/java";
    private static final String RECIPE = "FROM scratch\nCOPY . /\n";
    private static final int STATUS_OOM = 137;

    private final Engine engine;
    private final Harness harness;
    private final RunFolder folder;
    private final Listener listener;

    /// Who wants to know how far it is.
    @FunctionalInterface
    interface Listener {
        /// A policy, and a line that its harness printed or a word on its end.
        void heard(String policy, String line);
    }

    /// @param harness of this machine: it says what a death means
    ContainersRun(Engine engine, Harness harness, RunFolder folder, Listener listener) {
        this.engine = engine;
        this.harness = harness;
        this.folder = folder;
        this.listener = listener;
    }

    /// Runs them all, on an image that is made before and removed afterwards.
    List<PolicyOutcome> run(List<Policy> policies, String suite, long seed)
            throws InterruptedException {
        String image = "ringmark-" + folder.runId().toLowerCase(Locale.ROOT);
        buildImage(image);
        try {
            List<PolicyOutcome> outcomes = new ArrayList<>();
            for (Policy policy : policies) {
                outcomes.add(one(image, policy, suite, seed));
            }
            return outcomes;
        } finally {
            engine.removeImage(image);
        }
    }

    private void buildImage(String image) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (Path jar : GuestSuite.shipped().classPath()) {
            files.put(JARS + jar.getFileName(), jar);
        }
        try {
            Path scratch = Files.createTempDirectory("ringmark-image-");
            try {
                Path recipe = scratch.resolve("Dockerfile");
                files.put("Dockerfile", Files.writeString(recipe, RECIPE));
                Path tar = scratch.resolve("root.tar");
                RootArchive.write(tar, HostTools.ofProcess(), files);
                engine.buildImage(tar, image);
            } finally {
                FileTree.delete(scratch);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private PolicyOutcome one(String image, Policy policy, String suite, long seed)
            throws InterruptedException {
        long start = System.nanoTime();
        try (Sysctl _ = Sysctl.set(policy.box().ioUringDisabled())) {
            Path own = Files.createDirectories(folder.path().resolve(policy.id()));
            Diagnosis diagnosis = doctor(image, policy);
            Files.writeString(
                    own.resolve("doctor.json"), Json.write(diagnosis.fields().object()) + "\n");
            Path stream = own.resolve("stream.ndjson");
            Engine.Ended ended;
            try (BufferedWriter lines = Files.newBufferedWriter(stream)) {
                ended =
                        engine.run(
                                image,
                                policy.box(),
                                command(suiteWords(suite, seed)),
                                new ContainerOutput(line -> take(policy, line, lines)),
                                SILENCE_MAX);
            }
            Run run = record(policy, stream, own.resolve("run.ndjson"), ended);
            Files.delete(stream);
            if (run != null) {
                Reports.write(run, own);
            }
            boolean killed = ended.outOfMemory() && ended.status() == STATUS_OOM;
            PolicyOutcome outcome =
                    new PolicyOutcome(
                            policy,
                            diagnosis,
                            run,
                            PolicyOutcome.suite(run, killed),
                            story(ended),
                            (System.nanoTime() - start) / 1e9);
            listener.heard(policy.id(), run == null ? story(ended) : Summary.sentence(run));
            return outcome;
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private Diagnosis doctor(String image, Policy policy) throws InterruptedException {
        List<String> words = new ArrayList<>(List.of("doctor", "--try", "runtime"));
        if (policy.box().pids() != null) {
            words.addAll(List.of("--load", "pids"));
        }
        List<String> command = command(words);
        command.add(1, "--add-opens=java.base/java.lang=ALL-UNNAMED"); // tasks run on their loop
        StringBuilder said = new StringBuilder();
        Engine.Ended ended =
                engine.run(
                        image,
                        policy.box(),
                        command,
                        new ContainerOutput(line -> said.append(line).append('\n')),
                        SILENCE_MAX);
        String output = ended.status() == 0 ? said.toString() : said + ended.complaints();
        return Diagnosis.of(ended.status(), output, harness);
    }

    private List<String> suiteWords(String suite, long seed) {
        return List.of(
                "run",
                "--suite",
                suite,
                "--seed",
                Long.toString(seed),
                "--run-id",
                folder.runId(),
                "--waivers",
                "default",
                "--out",
                "/tmp/run.ndjson",
                "--echo",
                "/dev/stdout");
    }

    /// What a JVM says of threads it can't make goes where complaints go.
    private static List<String> command(List<String> words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                JAVA,
                                "-Xlog:disable",
                                "-Xlog:all=error:stderr",
                                "-cp",
                                "/" + JARS + "*",
                                GuestSuite.shipped().main()));
        command.addAll(words);
        return command;
    }

    private void take(Policy policy, String line, BufferedWriter lines) {
        if (!line.startsWith("{")) {
            listener.heard(policy.id(), line);
            return;
        }
        try {
            lines.write(line);
            lines.newLine();
            lines.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The record with the policy in it, and an end where the container had none.
    private static @Nullable Run record(Policy policy, Path stream, Path record, Engine.Ended ended)
            throws IOException {
        List<String> lines = Files.readAllLines(stream);
        if (lines.isEmpty()) {
            return null;
        }
        Path part = record.resolveSibling("run.ndjson.part");
        List<String> whole = new ArrayList<>(lines);
        whole.set(0, named(policy, lines.getFirst()));
        Files.write(part, whole);
        try {
            HarnessRun.Ending ending =
                    new HarnessRun.Ending(false, ended.status(), story(ended), "");
            RecordEnd.ensure(part, ending);
            Files.move(part, record);
            return RecordReader.read(record, ReadMode.LENIENT);
        } catch (RecordException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, policy.id() + ": " + e.getMessage(), e);
        }
    }

    private static String named(Policy policy, String header) {
        if (!(Json.parse(header) instanceof JsonValue.Obj(Map<String, JsonValue> fields))
                || !(fields.get("env") instanceof JsonValue.Obj(Map<String, JsonValue> env))) {
            return header; // no header: reading it says so
        }
        Map<String, JsonValue> named = new LinkedHashMap<>(env);
        named.put("policy", new JsonValue.Text(policy.id()));
        named.put("policyTitle", new JsonValue.Text(policy.title()));
        Map<String, JsonValue> whole = new LinkedHashMap<>(fields);
        whole.put("env", new JsonValue.Obj(named));
        return Json.write(new JsonValue.Obj(whole));
    }

    private static String story(Engine.Ended ended) {
        String how = "its container ended with status " + ended.status();
        if (ended.outOfMemory()) {
            how += ", killed for memory";
        }
        String last = ended.complaints().lines().reduce("", (_, line) -> line.strip());
        return last.isEmpty() ? how : how + ": " + last;
    }

    private static CommandException failed(IOException e) {
        return new CommandException(
                ExitStatus.COULD_NOT_RUN, "cannot write what was found: " + RunFolder.reason(e), e);
    }
}
