package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.image.FileTree;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.kernels.vm.Outcome;
import dev.ringmark.kernels.vm.Vm;
import dev.ringmark.kernels.vm.VmOutput;
import dev.ringmark.kernels.vm.VmReport;
import dev.ringmark.stats.record.Accelerator;
import dev.ringmark.stats.record.ReadMode;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.RecordReader;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A suite on one kernel, in as many boots as it takes: behind a check that takes its kernel down,
/// the next boot goes on, and that check is answered for from here.
final class GuestRun {
    /// Each boot answers for one check at least, so this many culprits, and then enough is enough.
    private static final int BOOTS_MAX = 20;

    /// A boot that brought nothing new may have been an accident; the second is no accident.
    private static final int FRUITLESS_MAX = 2;

    private final Machine machine;
    private final GuestSuite suite;
    private final KernelImage image;
    private final Path folder;
    private final Listener listener;

    /// Who wants to know how far it is.
    @FunctionalInterface
    interface Listener {
        /// A line that the harness printed, or a word on the VM.
        void heard(String line);
    }

    /// @param folder gets the record, and for each boot its console and how to boot it again
    GuestRun(Machine machine, GuestSuite suite, KernelImage image, Path folder, Listener listener) {
        this.machine = machine;
        this.suite = suite;
        this.image = image;
        this.folder = folder;
        this.listener = listener;
    }

    /// Runs it to its end.
    ///
    /// @param words of the verb `run`, without where the record goes
    /// @return the record, whole; or as far as it was when somebody interrupted it
    /// @throws InterruptedException when that was before there was any
    Run run(List<String> words) throws InterruptedException {
        GuestRecord record =
                new GuestRecord(image, Accelerator.valueOf(machine.accelerator().name()));
        try {
            RunStatus status = RunStatus.ABORTED;
            String reason = "more than " + BOOTS_MAX + " boots";
            int fruitless = 0;
            for (int boot = 1; boot <= BOOTS_MAX && fruitless < FRUITLESS_MAX; boot++) {
                int before = record.done().size();
                VmReport report = boot(boot, words, record);
                if (report.outcome() instanceof Outcome.Completed(int code)
                        && code == ExitStatus.USAGE.code()) {
                    throw new CommandException(ExitStatus.USAGE, lastWords(boot));
                }
                if (record.isEnded()) {
                    status = RunStatus.COMPLETED;
                    break;
                }
                if (record.done().size() == before) {
                    fruitless++;
                    reason = report.outcome().sentence() + ": " + lastWords(boot);
                }
            }
            if (!record.isBegun()) {
                throw new CommandException(
                        ExitStatus.COULD_NOT_RUN, image.id() + ": " + reason + "; see " + folder);
            }
            boolean completed = status == RunStatus.COMPLETED;
            return write(record, status, completed ? null : reason);
        } catch (InterruptedException e) {
            if (record.isBegun()) {
                return write(record, RunStatus.INTERRUPTED, null);
            }
            throw e;
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, folder + ": " + RunFolder.reason(e), e);
        }
    }

    private Run write(GuestRecord record, RunStatus status, @Nullable String reason) {
        Path file = folder.resolve("run.ndjson");
        record.write(file, status, reason);
        return RecordReader.read(file, ReadMode.LENIENT);
    }

    private VmReport boot(int boot, List<String> words, GuestRecord record)
            throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("ringmark-guest-");
        try {
            Path skip = null;
            if (!record.done().isEmpty()) {
                skip = Files.write(scratch.resolve("skip"), record.done());
            }
            Path stream = scratch.resolve("stream.ndjson");
            Path result = scratch.resolve("result");
            VmReport report;
            try (Output output = new Output(stream)) {
                report =
                        new Vm(machine)
                                .run(suite.job(image.vmlinuz(), words, skip), result, output);
                output.flush();
                Files.write(log(boot), output.complaints());
            } catch (InterruptedException e) {
                record.takeInterrupted(read(stream)); // closed by now
                throw e;
            }
            Path whole = GuestSuite.record(result);
            record.take(read(Files.exists(whole) ? whole : stream), report);
            keep(boot, report);
            return report;
        } finally {
            FileTree.delete(scratch);
        }
    }

    private static @Nullable Run read(Path file) {
        try {
            return RecordReader.read(file, ReadMode.LENIENT);
        } catch (RecordException _) {
            return null; // the guest died before its first line
        }
    }

    /// What a person needs who wants to see it again.
    private void keep(int boot, VmReport report) throws IOException {
        VmReport.Attempt attempt = report.last();
        Files.writeString(folder.resolve("console-" + boot + ".log"), attempt.console());
        Files.writeString(
                folder.resolve("boot-" + boot + ".txt"),
                report.outcome().sentence()
                        + "\nboot "
                        + attempt.boot().map(Duration::toMillis).orElse(-1L)
                        + " ms, whole "
                        + attempt.whole().toMillis()
                        + " ms, "
                        + attempt.accelerator()
                        + ", "
                        + report.attempts().size()
                        + " attempt(s)\n"
                        + attempt.command().stream()
                                .map(word -> "'" + word + "'")
                                .collect(Collectors.joining(" "))
                        + "\n");
        if (Files.size(log(boot)) == 0) {
            Files.delete(log(boot));
        }
    }

    private Path log(int boot) {
        return folder.resolve("harness-" + boot + ".log");
    }

    private String lastWords(int boot) throws IOException {
        return Files.exists(log(boot))
                ? Files.readAllLines(log(boot)).getLast()
                : "the harness said nothing";
    }

    /// Keeps what comes over the guest's lines.
    private final class Output implements VmOutput, AutoCloseable {
        private final Path stream;
        private BufferedWriter lines;
        private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        private final StringBuilder line = new StringBuilder();

        Output(Path stream) throws IOException {
            this.stream = stream;
            this.lines = Files.newBufferedWriter(stream);
        }

        @Override
        public void stdout(byte[] bytes) {
            for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
                if (c == '\n') {
                    listener.heard(line.toString());
                    line.setLength(0);
                } else if (c != '\r') {
                    line.append(c);
                }
            }
        }

        @Override
        public void stderr(byte[] bytes) {
            complaints.writeBytes(bytes);
        }

        @Override
        public void streamed(String text) {
            try {
                lines.write(text);
                lines.write('\n');
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void booted(Duration after) {
            listener.heard("booted " + after.toMillis());
        }

        @Override
        public void retried(String reason) {
            listener.heard("retried " + reason);
            try {
                lines.close();
                lines = Files.newBufferedWriter(stream, StandardOpenOption.TRUNCATE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        byte[] complaints() {
            return complaints.toByteArray();
        }

        void flush() throws IOException {
            lines.flush();
        }

        @Override
        public void close() throws IOException {
            lines.close();
        }
    }
}
