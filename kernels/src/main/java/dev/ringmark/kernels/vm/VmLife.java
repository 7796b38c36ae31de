package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One VM from its start to its end: listens to its lines, keeps its deadlines, gathers evidence.
final class VmLife {
    private static final int STREAM_LINE_BYTES_MAX = 1 << 20;
    private static final String OURS = "ringmark ";
    private static final long NEVER = Long.MIN_VALUE;

    private final Machine machine;
    private final VmJob job;
    private final Path folder;
    private final VmOutput output;
    private final ConsoleScanner console;
    private final LineSplitter stream = new LineSplitter(STREAM_LINE_BYTES_MAX, this::hear);
    private final long start = System.nanoTime();

    private Deadlines deadlines;
    private Outcome.Phase phase = Outcome.Phase.BOOT;
    private long lastProgress = start;
    private long lastByte = NEVER;
    private Optional<Duration> boot = Optional.empty();
    private boolean started;
    private @Nullable String guestFailure;
    private @Nullable String expired;

    VmLife(Machine machine, VmJob job, Path folder, VmOutput output) {
        this.machine = machine;
        this.job = job;
        this.folder = folder;
        this.output = output;
        this.deadlines = job.deadlines();
        this.console = new ConsoleScanner(output::console);
    }

    /// Lives it.
    ///
    /// @param resultFolder where the result goes, if anybody wants it
    VmReport.Attempt live(@Nullable Path resultFolder) throws IOException, InterruptedException {
        List<String> command = QemuCommand.of(machine, job, folder);
        int status;
        String words;
        try (QemuProcess qemu = new QemuProcess(folder, command, job.shell())) {
            listen(qemu);
            status = qemu.status();
            words = qemu.words();
        }
        Duration whole = Duration.ofNanos(System.nanoTime() - start);
        console.end();
        stream.end();
        ResultDisk disk = new ResultDisk(VmFolder.resultDisk(folder));
        Optional<ResultDisk.Trailer> trailer = disk.trailer();
        Optional<String> suspicion = Optional.empty();
        if (trailer.isPresent() && resultFolder != null) {
            try {
                disk.unpack(trailer.get(), resultFolder);
                suspicion = EmulatorSuspicion.inCrashLogs(resultFolder);
            } catch (HostileTarException e) {
                guestFailure = "its result is refused: " + e.getMessage();
                trailer = Optional.empty();
            }
        }
        Evidence evidence =
                new Evidence(
                        machine.accelerator(),
                        phase,
                        started,
                        expired,
                        guestFailure,
                        console.faults(),
                        console.tail(),
                        trailer.map(ResultDisk.Trailer::status),
                        suspicion,
                        status,
                        words);
        return new VmReport.Attempt(
                evidence.outcome(),
                machine.accelerator(),
                job.cpus(),
                command,
                console.faults(),
                console.text(),
                boot,
                whole);
    }

    private void listen(QemuProcess qemu) throws InterruptedException {
        int open = qemu.lines();
        while (open > 0) {
            long now = System.nanoTime();
            QemuProcess.Event event = qemu.next(Math.max(0, nextDeadline() - now));
            if (event == null) {
                expire(System.nanoTime());
                if (expired != null) {
                    qemu.kill();
                    return;
                }
            } else {
                switch (event) {
                    case QemuProcess.Event.Bytes(int line, byte[] bytes) -> take(line, bytes);
                    case QemuProcess.Event.Closed _ -> open--;
                }
            }
        }
    }

    private void take(int line, byte[] bytes) {
        lastByte = System.nanoTime();
        switch (line) {
            case 0 -> console.feed(bytes);
            case 1 -> {
                lastProgress = lastByte;
                output.stdout(bytes);
            }
            case 2 -> output.stderr(bytes);
            default -> stream.feed(bytes);
        }
    }

    /// A line of the fourth: of our init, or the job's.
    private void hear(byte[] bytes) {
        String line = new String(bytes, UTF_8);
        lastProgress = System.nanoTime();
        if (!line.startsWith(OURS)) {
            output.streamed(line);
            return;
        }
        String[] words = line.substring(OURS.length()).split(" ", 2);
        switch (words[0]) {
            case "init" -> {
                Duration after = Duration.ofNanos(lastProgress - start);
                boot = Optional.of(after);
                deadlines = deadlines.after(after);
                output.booted(after);
            }
            case "start" -> {
                started = true;
                phase = Outcome.Phase.JOB;
            }
            case "end" -> phase = Outcome.Phase.RESULT;
            case "failed" -> guestFailure = words.length == 2 ? words[1] : "it does not say why";
            default -> output.streamed(line);
        }
    }

    private long nextDeadline() {
        long next = start + deadlines.whole().toNanos();
        if (boot.isEmpty()) {
            next = Math.min(next, start + deadlines.boot().toNanos());
        }
        if (lastByte != NEVER) {
            next = Math.min(next, lastByte + deadlines.silence().toNanos());
        }
        return phase == Outcome.Phase.JOB
                ? Math.min(next, lastProgress + deadlines.check().toNanos())
                : next;
    }

    private void expire(long now) {
        if (now - start >= deadlines.whole().toNanos()) {
            expired = "not done after " + seconds(deadlines.whole());
        } else if (boot.isEmpty() && now - start >= deadlines.boot().toNanos()) {
            expired = "no word of PID 1 within " + seconds(deadlines.boot());
        } else if (lastByte != NEVER && now - lastByte >= deadlines.silence().toNanos()) {
            expired = "silent for " + seconds(deadlines.silence());
        } else if (phase == Outcome.Phase.JOB
                && now - lastProgress >= deadlines.check().toNanos()) {
            expired = "no progress for " + seconds(deadlines.check());
        }
    }

    private static String seconds(Duration time) {
        return time.toMillis() / 1000.0 + " s";
    }
}
