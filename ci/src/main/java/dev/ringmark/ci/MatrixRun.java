package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.image.HostException;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.reports.Reports;
import dev.ringmark.stats.record.RecordException;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// The same suite on several kernels, some of them at a time.
final class MatrixRun {
    private final Machine machine;
    private final GuestSuite suite;
    private final RunFolder folder;
    private final MatrixProgress progress;
    private boolean interrupted;

    /// What came of one kernel.
    ///
    /// @param run what was found; without results where it never began
    /// @param failure why it never began; empty where it did
    record Cell(KernelImage image, Path folder, Run run, String failure, double seconds) {
        boolean began() {
            return failure.isEmpty();
        }
    }

    MatrixRun(Machine machine, GuestSuite suite, RunFolder folder, MatrixProgress progress) {
        this.machine = machine;
        this.suite = suite;
        this.folder = folder;
        this.progress = progress;
    }

    /// Runs it on all, in their order; one that can't be run keeps none of the others from it.
    ///
    /// @param words of the verb `run`, without where the record goes
    List<Cell> run(List<KernelImage> images, List<String> words, int jobs) {
        List<Future<Cell>> cells = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(jobs)) {
            for (KernelImage image : images) {
                Callable<Cell> cell = () -> cell(image, words);
                cells.add(threads.submit(cell));
            }
            try {
                for (Future<Cell> cell : cells) {
                    cell.get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                if (e.getCause() instanceof CommandException known) {
                    throw known;
                }
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException _) {
                interrupted = true;
                threads.shutdownNow(); // those that run end their records, and then their threads
            }
        }
        List<Cell> done = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            Future<Cell> cell = cells.get(i);
            done.add(
                    cell.state() == Future.State.SUCCESS
                            ? cell.resultNow()
                            : notRun(images.get(i), words));
        }
        return done;
    }

    /// Whether somebody stopped it; what was done by then is told all the same.
    boolean wasInterrupted() {
        return interrupted;
    }

    private Cell notRun(KernelImage image, List<String> words) {
        String why = "not run: the matrix was interrupted";
        return absent(image, words, RunStatus.INTERRUPTED, why, 0);
    }

    private Cell absent(
            KernelImage image, List<String> words, RunStatus status, String why, double seconds) {
        Path own = folder.path().resolve(image.id());
        try {
            Files.createDirectories(own);
            Path record = own.resolve("run.ndjson");
            Run run = AbsentRecord.write(record, image, words, status, why);
            Reports.write(run, own);
            return new Cell(image, own, run, why, seconds);
        } catch (IOException | RecordException e) {
            throw new CommandException(
                    ExitStatus.COULD_NOT_RUN, image.id() + ": " + why + "; " + e.getMessage(), e);
        }
    }

    private Cell cell(KernelImage image, List<String> words) throws InterruptedException {
        long start = System.nanoTime();
        Path own = folder.path().resolve(image.id());
        try {
            Files.createDirectories(own);
            Run run =
                    new GuestRun(
                                    machine,
                                    suite,
                                    image,
                                    own,
                                    (_, line) -> progress.heard(image.id(), line))
                            .run(words);
            Reports.write(run, own);
            progress.done(image.id(), Summary.sentence(run));
            return new Cell(image, own, run, "", seconds(start));
        } catch (CommandException e) {
            if (e.status() == ExitStatus.USAGE) {
                throw e;
            }
            return failed(image, words, String.valueOf(e.getMessage()), start);
        } catch (HostException | RecordException | IOException e) {
            return failed(image, words, String.valueOf(e.getMessage()), start);
        }
    }

    private Cell failed(KernelImage image, List<String> words, String why, long start) {
        progress.done(image.id(), "could not run: " + why);
        return absent(image, words, RunStatus.ABORTED, why, seconds(start));
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
