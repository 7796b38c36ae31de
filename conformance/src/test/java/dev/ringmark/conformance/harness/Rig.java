package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.probe.ControlGroup;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Observation;
import dev.ringmark.stats.record.ResultLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/// Real workers, and a supervisor that knows of the features a test tells it.
final class Rig implements AutoCloseable {

    private static final KernelVersion KERNEL = KernelVersion.parse("6.18.44");

    static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    final Workers workers;

    Rig(Path folder, String... jvmOptions) {
        workers = new Workers(command(folder, jvmOptions), folder, stream());
    }

    /// A rig whose worker is another program.
    static Rig of(Path folder, List<String> command) {
        return new Rig(command, folder);
    }

    private Rig(List<String> command, Path folder) {
        workers = new Workers(command, folder, stream());
    }

    /// What the supervisor is told of its control group; the real one unless a test says more.
    Supplier<ControlGroup> limits = ProcText::controlGroup;

    Supervisor supervisor(FeatureLine... features) {
        return supervisor(List.of(), features);
    }

    Supervisor supervisor(List<WaiverRule> waivers, FeatureLine... features) {
        Map<String, FeatureLine> byName = new HashMap<>();
        for (FeatureLine feature : features) {
            byName.put(feature.name(), feature);
        }
        byName.putIfAbsent("IORING_SETUP_SINGLE_ISSUER", supported("IORING_SETUP_SINGLE_ISSUER"));
        byName.putIfAbsent("IORING_SETUP_DEFER_TASKRUN", supported("IORING_SETUP_DEFER_TASKRUN"));
        return new Supervisor(
                workers, new Absence(KERNEL, byName), new Waivers(waivers, KERNEL, TODAY), limits);
    }

    static PlannedRun run(Class<?> check, RingMode mode) {
        return FoundCheck.of(check).in(mode);
    }

    static PlannedRun run(Class<?> check) {
        return FoundCheck.of(check).runs().getFirst();
    }

    static FeatureLine supported(String name) {
        return feature(name, "5.1", Observation.SUPPORTED);
    }

    static FeatureLine feature(String name, String header, Observation observed) {
        boolean missing =
                observed == Observation.UNSUPPORTED && KERNEL.reaches(KernelVersion.parse(header));
        FeatureClass compared = missing ? FeatureClass.MISSING : FeatureClass.AS_DOCUMENTED;
        return new FeatureLine(name, "test", header, header, observed, compared, null, null);
    }

    /// A result's reason, which has to be there.
    static String reason(ResultLine result) {
        return Objects.requireNonNull(result.reason(), result.toString());
    }

    static String message(Exception e) {
        return Objects.requireNonNull(e.getMessage(), e.toString());
    }

    /// What the workers printed beside their messages.
    String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        workers.retire();
    }

    private PrintStream stream() {
        return new PrintStream(said, true, StandardCharsets.UTF_8);
    }

    private static List<String> command(Path folder, String... jvmOptions) {
        List<String> command = new ArrayList<>(WorkerCommand.of(folder, List.of()));
        command.addAll(1, List.of(jvmOptions));
        return command;
    }
}
