package dev.ringmark.ci;

import dev.ringmark.kernels.vm.Deadlines;
import dev.ringmark.kernels.vm.VmJob;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The harness as a job for a VM: the very jars that run on this machine.
final class GuestSuite {
    /// What the harness and its checks need; the rest of our class path stays here.
    private static final List<String> JARS =
            List.of(
                    "ringmark-conformance-",
                    "ringmark-runtime-",
                    "ringmark-stats-",
                    "jackson-core-",
                    "junit-jupiter-api-",
                    "junit-platform-commons-",
                    "opentest4j-",
                    "apiguardian-",
                    "jspecify-");

    private static final String MAIN = "dev.ringmark.conformance.harness.Main";
    private static final String RECORD = "/result/run.ndjson";
    private static final String SKIP = "skip";
    private static final String STREAM = "/dev/ttyS3";

    // A check has its own bound, of seconds, in the guest. These are for guests that are lost.
    private static final Deadlines DEADLINES =
            new Deadlines(
                    Duration.ofSeconds(90),
                    Duration.ofSeconds(150),
                    Duration.ofSeconds(150),
                    Duration.ofMinutes(60));

    /// A starved emulator is late with the timer's interrupts, and the kernel gives up at boot:
    /// "IO-APIC + timer doesn't work!". Guests under KVM leave that test out by themselves.
    private static final List<String> APPEND = List.of("no_timer_check");

    private final List<Path> classPath;
    private final String main;

    /// @param classPath jars, and folders of classes
    /// @param main what understands the verbs of the harness
    GuestSuite(List<Path> classPath, String main) {
        this.classPath = List.copyOf(classPath);
        this.main = main;
    }

    /// The jars that lie beside ours.
    static GuestSuite shipped() {
        return of(System.getProperty("java.class.path"));
    }

    /// The jars of a class path.
    static GuestSuite of(String classPath) {
        return new GuestSuite(
                Stream.of(classPath.split(":", -1))
                        .map(Path::of)
                        .filter(jar -> JARS.stream().anyMatch(name(jar)::startsWith))
                        .toList(),
                MAIN);
    }

    /// A job that runs a suite.
    ///
    /// @param words the verb's, without where the record goes
    /// @param skip the runs that were done in an earlier boot; null: none
    VmJob job(Path kernel, List<String> words, @Nullable Path skip) {
        Map<String, Path> files = new LinkedHashMap<>();
        classPath.forEach(entry -> files.put("lib/" + files.size() + "-" + name(entry), entry));
        List<String> command =
                new ArrayList<>(List.of("java", "-cp", String.join(":", files.keySet()), main));
        command.addAll(words);
        command.addAll(List.of("--out", RECORD, "--echo", STREAM));
        if (skip != null) {
            command.addAll(List.of("--skip", SKIP));
            files.put(SKIP, skip);
        }
        VmJob job = VmJob.of(kernel, command).withDeadlines(DEADLINES).withAppend(APPEND);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            job = job.withFile(file.getKey(), file.getValue());
        }
        return job;
    }

    /// Where a job's record is, below the folder with its result.
    static Path record(Path result) {
        return result.resolve("run.ndjson");
    }

    private static String name(Path jar) {
        return String.valueOf(jar.getFileName());
    }
}
