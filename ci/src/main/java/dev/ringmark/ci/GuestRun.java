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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
        /// A line that the harness printed, or a word on the VM. From a thread for each part.
        ///
        /// @param part which share of the suite it is about, from 1
        void heard(int part, String line);
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
        return run(words, 1);
    }

    /// Runs it to its end, in parts that boot a VM each.
    ///
    /// @param parts how many at once; a VM under emulation takes one processor
    /// @throws InterruptedException when somebody stopped it before there was any record
    Run run(List<String> words, int parts) throws InterruptedException {
        List<Part> all = new ArrayList<>();
        for (int number = 1; number <= parts; number++) {
            all.add(new Part(words, number, parts));
        }
        boolean interrupted = runAll(all);
        GuestRecord whole = all.getFirst().record;
        all.stream().skip(1).forEach(part -> whole.join(part.record));
        Optional<Part> failed = all.stream().filter(part -> !part.reason.isEmpty()).findFirst();
        if (!whole.isBegun()) {
            if (interrupted) {
                throw new InterruptedException();
            }
            String reason = failed.map(part -> part.reason).orElse("no part ran");
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, image.id() + ": " + reason + "; see " + folder);
        }
        if (interrupted) {
            return write(whole, RunStatus.INTERRUPTED, null);
        }
        return failed.isPresent()
                ? write(whole, RunStatus.ABORTED, failed.get().reason)
                : write(whole, RunStatus.COMPLETED, null);
    }

    /// @return whether somebody interrupted it; then no VM is left
    private static boolean runAll(List<Part> parts) {
        if (parts.size() == 1) {
            return parts.getFirst().call();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(parts.size())) {
            try {
                boolean interrupted = false;
                for (Future<Boolean> part : threads.invokeAll(parts)) {
                    interrupted |= part.get();
                }
                return interrupted;
            } catch (InterruptedException e) {
                // invokeAll has interrupted the parts; the end of the pool waits for them.
                return true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof CommandException refused) {
                    throw refused;
                }
                throw new CommandException(
                        ExitStatus.COULD_NOT_RUN, String.valueOf(e.getCause()), e);
            }
        }
    }

    /// A share of the suite, in as many boots as it takes.
    private final class Part implements Callable<Boolean> {
        private final List<String> words;
        private final int number;
        private final String suffix;
        private final GuestRecord record =
                new GuestRecord(image, Accelerator.valueOf(machine.accelerator().name()));

        /// Why it came to no end of its own; empty when it did, or was interrupted.
        private String reason = "";

        Part(List<String> words, int number, int parts) {
            this.words = new ArrayList<>(words);
            this.number = number;
            if (parts > 1) {
                this.words.addAll(List.of("--part", number + "/" + parts));
            }
            suffix = number == 1 ? "" : "-part-" + number;
        }

        /// @return whether somebody interrupted it
        @Override
        public Boolean call() {
            try {
                runBoots();
                return false;
            } catch (InterruptedException e) {
                return true;
            } catch (IOException e) {
                throw new CommandException(
                        ExitStatus.COULD_NOT_RUN, folder + ": " + RunFolder.reason(e), e);
            }
        }

        private void runBoots() throws IOException, InterruptedException {
            reason = "more than " + BOOTS_MAX + " boots";
            int fruitless = 0;
            for (int boot = 1; boot <= BOOTS_MAX && fruitless < FRUITLESS_MAX; boot++) {
                int before = record.done().size();
                String name = boot + suffix;
                VmReport report = boot(name, this);
                if (report.outcome() instanceof Outcome.Completed(int code)
                        && code == ExitStatus.USAGE.code()) {
                    throw new CommandException(ExitStatus.USAGE, lastWords(name));
                }
                if (record.isEnded()) {
                    reason = "";
                    return;
                }
                if (record.done().size() == before) {
                    fruitless++;
                    reason = report.outcome().sentence() + ": " + lastWords(name);
                }
            }
        }
    }

    private Run write(GuestRecord record, RunStatus status, @Nullable String reason) {
        Path file = folder.resolve("run.ndjson");
        record.write(file, status, reason);
        return RecordReader.read(file, ReadMode.LENIENT);
    }

    private VmReport boot(String boot, Part part) throws IOException, InterruptedException {
        GuestRecord record = part.record;
        Path scratch = Files.createTempDirectory("ringmark-guest-");
        try {
            Path skip = null;
            if (!record.done().isEmpty()) {
                skip = Files.write(scratch.resolve("skip"), record.done());
            }
            Path stream = scratch.resolve("stream.ndjson");
            Path result = scratch.resolve("result");
            VmReport report;
            try (Output output = new Output(stream, part.number)) {
                report =
                        new Vm(machine)
                                .run(suite.job(image.vmlinuz(), part.words, skip), result, output);
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
    private void keep(String boot, VmReport report) throws IOException {
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

    private Path log(String boot) {
        return folder.resolve("harness-" + boot + ".log");
    }

    private String lastWords(String boot) throws IOException {
        return Files.exists(log(boot))
                ? Files.readAllLines(log(boot)).getLast()
                : "the harness said nothing";
    }

    /// Keeps what comes over the guest's lines.
    private final class Output implements VmOutput, AutoCloseable {
        private final Path stream;
        private final int part;
        private BufferedWriter lines;
        private final ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        private final StringBuilder line = new StringBuilder();

        Output(Path stream, int part) throws IOException {
            this.stream = stream;
            this.part = part;
            this.lines = Files.newBufferedWriter(stream);
        }

        @Override
        public void stdout(byte[] bytes) {
            for (char c : new String(bytes, StandardCharsets.ISO_8859_1).toCharArray()) {
                if (c == '\n') {
                    listener.heard(part, line.toString());
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
            listener.heard(part, "booted " + after.toMillis());
        }

        @Override
        public void retried(String reason) {
            listener.heard(part, "retried " + reason);
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
