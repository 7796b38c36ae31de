package dev.ringmark.ci;

import dev.ringmark.stats.record.Run;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/// What every command that runs an experiment is told: the order of its forks, where they are
/// recorded, and what it goes on with.
final class ExperimentOptions {
    @Option(names = "--seed", paramLabel = "N", description = "of the order; default: a new one")
    private @Nullable Long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "out",
            description = "where the run's own folder is made; default: ${DEFAULT-VALUE}")
    private Path out = Path.of("out");

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description = "the folder of a run that was stopped, whose forks are taken over")
    private @Nullable Path resume;

    @Option(
            names = "--ignore-lock",
            description = "run although another JMH holds the machine's lock")
    private boolean ignoresLock;

    boolean ignoresLock() {
        return ignoresLock;
    }

    /// Whether it goes on with a run.
    boolean resumes() {
        return resume != null;
    }

    /// The run that was stopped, or null to begin a new one.
    @Nullable Run stopped(Context context) {
        return resume == null ? null : BenchRun.stopped(context, resume);
    }

    /// The seed that was asked for, or that of the run that was stopped, or a new one.
    long seed(@Nullable Run stopped) {
        if (seed != null) {
            return seed;
        }
        return stopped == null
                ? new SecureRandom().nextInt(Integer.MAX_VALUE)
                : stopped.header().seed();
    }

    /// Makes the run's own folder.
    RunFolder folder(Context context, String label) {
        return RunFolder.create(
                context.workingFolder().resolve(out), Instant.now(), label, new SecureRandom());
    }
}
