package dev.ringmark.ci;

import dev.ringmark.kernels.image.ClassArchive;
import dev.ringmark.kernels.image.HostTools;
import dev.ringmark.kernels.vm.Deadlines;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.kernels.vm.VmJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
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
    /// The machine is thrown away afterwards, so checks may change what concerns all of it.
    private static final String OPT_IN = "-Dringmark.optin=sysctl";

    private static final String RECORD = "/result/run.ndjson";
    private static final String SKIP = "skip";
    private static final String STREAM = "/dev/ttyS3";

    /// On a machine with nothing else to do. A check has its own bound, of seconds, in the guest:
    /// these are for guests that are lost, and the first word of a harness takes the longest.
    private static final Duration BOOT_TIME_MAX = Duration.ofMinutes(1);

    /// On such a machine, under emulation.
    private static final Duration BOOT_TIME_USUAL = Duration.ofSeconds(4);

    private static final Duration SILENCE_MAX = Duration.ofMinutes(2);
    private static final Duration WHOLE_TIME_MAX = Duration.ofHours(1);

    /// How much longer a boot may take where others want the processors, too. How long it then
    /// takes shows how much longer the rest may.
    private static final int PATIENCE_MAX = 8;

    /// A starved emulator is late with the timer's interrupts, and the kernel gives up at boot:
    /// "IO-APIC + timer doesn't work!". Guests under KVM leave that test out by themselves.
    private static final List<String> APPEND = List.of("no_timer_check");

    private static final String CLASSES = "lib/classes.jsa";

    /// Shows a JVM most of what a suite needs, in some seconds.
    private static final List<String> TRAINING =
            List.of(
                    "run",
                    "--suite",
                    "quick",
                    "--seed",
                    "0",
                    "--run-id",
                    "training",
                    "--waivers",
                    "default",
                    "--out",
                    "run.ndjson");

    private final List<Path> classPath;
    private final String main;
    private final @Nullable Path classes;

    /// @param classPath jars, and folders of classes
    /// @param main what understands the verbs of the harness
    GuestSuite(List<Path> classPath, String main) {
        this(classPath, main, null);
    }

    private GuestSuite(List<Path> classPath, String main, @Nullable Path classes) {
        this.classPath = List.copyOf(classPath);
        this.main = main;
        this.classes = classes;
    }

    /// The same, with its classes linked beforehand for the Java of a machine's guests.
    GuestSuite linked(Machine machine) throws InterruptedException {
        List<String> program = new ArrayList<>(List.of(main));
        program.addAll(TRAINING);
        Path archive =
                ClassArchive.of(machine.image(), HostTools.ofProcess(), guestClassPath(), program);
        return new GuestSuite(classPath, main, archive);
    }

    private SequencedMap<String, Path> guestClassPath() {
        SequencedMap<String, Path> entries = new LinkedHashMap<>();
        classPath.forEach(entry -> entries.put("lib/" + entries.size() + "-" + name(entry), entry));
        return entries;
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

    /// The jars, in the order of the class path.
    List<Path> classPath() {
        return classPath;
    }

    /// What understands the verbs of the harness.
    String main() {
        return main;
    }

    /// A job that runs a suite.
    ///
    /// @param words the verb's, without where the record goes
    /// @param skip the runs that were done in an earlier boot; null: none
    VmJob job(Path kernel, List<String> words, @Nullable Path skip) {
        SequencedMap<String, Path> files = guestClassPath();
        List<String> command = new ArrayList<>(List.of("java", OPT_IN));
        String jars = String.join(":", files.keySet());
        if (classes != null) {
            files.put(CLASSES, classes);
            // Once for the harness, and once for the workers that it starts.
            command.addAll(
                    List.of("-XX:SharedArchiveFile=" + CLASSES, "-Dringmark.classes=" + CLASSES));
        }
        command.addAll(List.of("-cp", jars, main));
        command.addAll(words);
        command.addAll(List.of("--out", RECORD, "--echo", STREAM));
        if (skip != null) {
            command.addAll(List.of("--skip", SKIP));
            files.put(SKIP, skip);
        }
        VmJob job = VmJob.of(kernel, command).withDeadlines(deadlines()).withAppend(APPEND);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            job = job.withFile(file.getKey(), file.getValue());
        }
        return job;
    }

    private static Deadlines deadlines() {
        int patience = patience(loadAverage(), Runtime.getRuntime().availableProcessors());
        return new Deadlines(
                BOOT_TIME_MAX.multipliedBy(patience),
                SILENCE_MAX,
                SILENCE_MAX,
                WHOLE_TIME_MAX,
                BOOT_TIME_USUAL);
    }

    /// How many want a processor, for each that there is.
    static int patience(double load, int processors) {
        return (int) Math.clamp(Math.ceil(load / processors), 1, PATIENCE_MAX);
    }

    private static double loadAverage() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where a job's record is, below the folder with its result.
    static Path record(Path result) {
        return result.resolve("run.ndjson");
    }

    private static String name(Path jar) {
        return String.valueOf(jar.getFileName());
    }
}
