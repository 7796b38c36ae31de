package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Examination;
import dev.ringmark.runtime.probe.Finding;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The verb `doctor`: what stands in io_uring's way here, as one JSON object.
///
/// `--died SIGNAL` asks nothing, and says what it means that a doctor's process ended so.
/// `--load pids` first takes what the pids cgroup has left, as a program under load would.
/// `--try runtime` also tries the runtime ([RuntimeTrial]), whose loops are there before the load.
final class Doctor {

    private static final String DIED = "--died";
    private static final String LOAD = "--load";
    private static final String PIDS = "pids";
    private static final String TRY = "--try";
    private static final String RUNTIME = "runtime";

    /// More than this many threads are no way to use up a limit.
    private static final long CROWD_MAX = 4096;

    private static final long PAUSE_NS = 500_000_000;
    private static final int ROUNDS_MAX = 20;

    private Doctor() {}

    /// The answer to the words behind the verb.
    static String answer(List<String> words) {
        Arguments arguments = new Arguments(words, Set.of(DIED, LOAD, TRY));
        String signal = arguments.textOrNull(DIED);
        if (signal != null) {
            if (!Examination.SIGNALS.contains(signal)) {
                throw new UsageException(
                        DIED + ": " + signal + ", expected one of " + Examination.SIGNALS);
            }
            return json(Examination.ofDeath(signal), RuntimeTrial.killed());
        }
        String load = arguments.textOrNull(LOAD);
        Kernel kernel = Kernel.host();
        String tried = arguments.textOrNull(TRY);
        if (tried != null && !tried.equals(RUNTIME)) {
            throw new UsageException(TRY + ": " + tried + ", expected " + RUNTIME);
        }
        RuntimeTrial trial = tried == null ? null : new RuntimeTrial(kernel);
        if (load == null) {
            return json(Examination.of(kernel), trial == null ? null : trial.run());
        }
        if (!load.equals(PIDS)) {
            throw new UsageException(LOAD + ": " + load + ", expected " + PIDS);
        }
        OptionalLong limit = ProcText.controlGroup().pidsMax();
        if (limit.orElse(Long.MAX_VALUE) > CROWD_MAX) {
            throw new UsageException(
                    LOAD + ": the pids cgroup allows " + limit + ", expected 1.." + CROWD_MAX);
        }
        CountDownLatch done = new CountDownLatch(1);
        Examination full = withAllPidsTaken(kernel, done);
        String answer = json(full, trial == null ? null : trial.run());
        done.countDown();
        return answer;
    }

    /// A thread of the JVM's that ends leaves room, and a worker of the kernel's from before serves
    /// for five idle seconds (io-wq, seen on 6.18): so while a read finds one, it is full not yet.
    private static Examination withAllPidsTaken(Kernel kernel, CountDownLatch done) {
        Examination.of(kernel); // loads all that a full process could not load
        Examination full;
        int rounds = 0;
        do {
            if (rounds > 0) {
                LockSupport.parkNanos(PAUSE_NS);
            }
            takeAllPids(done);
            full = Examination.of(kernel);
            rounds++;
        } while (rounds < ROUNDS_MAX && "ok".equals(full.answers().get("asyncRead")));
        return full;
    }

    private static void takeAllPids(CountDownLatch done) {
        for (long count = 0; count < CROWD_MAX; count++) {
            try {
                Thread.ofPlatform().daemon().start(() -> await(done));
            } catch (OutOfMemoryError _) {
                return; // what the JDK makes of a clone(2) that was refused
            }
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String json(Examination examination, @Nullable RuntimeTrial trial) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("answers", texts(examination.answers()));
        fields.put(
                "findings",
                new JsonValue.Array(examination.findings().stream().map(Doctor::json).toList()));
        if (trial != null) {
            fields.put(RUNTIME, texts(trial.outcomes()));
            fields.put("runtimeReasons", texts(trial.reasons()));
        }
        return Json.write(new JsonValue.Obj(fields));
    }

    private static JsonValue json(Finding finding) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("cause", JsonText.of(finding.cause().label()));
        fields.put("evidence", JsonText.of(finding.evidence()));
        Map<String, String> remedies = new LinkedHashMap<>();
        for (Finding.Platform platform : Finding.Platform.values()) {
            String remedy = finding.remedies().get(platform);
            if (remedy != null) {
                remedies.put(platform.label(), remedy);
            }
        }
        fields.put("remedies", texts(remedies));
        return new JsonValue.Obj(fields);
    }

    private static JsonValue texts(Map<String, String> texts) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        texts.forEach((name, text) -> fields.put(name, JsonText.of(text)));
        return new JsonValue.Obj(fields);
    }
}
