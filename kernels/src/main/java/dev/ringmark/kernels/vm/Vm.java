package dev.ringmark.kernels.vm;

import dev.ringmark.kernels.fetch.BootHeader;
import dev.ringmark.kernels.image.FileTree;
import dev.ringmark.kernels.image.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Boots a kernel, runs one command in it, and brings back what it left.
///
/// Nothing of a VM outlives this process: neither its emulator nor its files. Several may run at
/// once, each on a thread of its own.
public final class Vm {
    private final Machine machine;

    /// VMs of this machine.
    public Vm(Machine machine) {
        this.machine = machine;
    }

    /// Runs a job to its end, whatever that is. What may be the emulator's fault is tried once
    /// more, on one processor.
    ///
    /// @param resultFolder gets what the guest left in `/result`; does not exist yet, or is empty
    /// @param output hears everything as it happens
    public VmReport run(VmJob job, Path resultFolder, VmOutput output) throws InterruptedException {
        BootHeader.read(job.kernel()); // what is no kernel is told before anything is made
        requireEmpty(resultFolder);
        VmReport.Attempt first = attempt(job, resultFolder, output);
        if (!(first.outcome() instanceof Outcome.EmulatorSuspect suspect)) {
            return new VmReport(List.of(first));
        }
        output.retried(suspect.reason());
        empty(resultFolder);
        VmReport.Attempt second = attempt(job.withCpus(1), resultFolder, output);
        return new VmReport(List.of(first, second));
    }

    /// One attempt, of which nothing is kept.
    VmReport.Attempt attempt(VmJob job, VmOutput output) throws InterruptedException {
        return attempt(job, null, output);
    }

    private VmReport.Attempt attempt(VmJob job, @Nullable Path resultFolder, VmOutput output)
            throws InterruptedException {
        try (VmFolder folder = new VmFolder(machine.folder(), job)) {
            return new VmLife(machine, job, folder.path(), output).live(resultFolder);
        } catch (IOException e) {
            throw new HostException("the VM's files: " + e.getMessage(), e);
        }
    }

    private static void requireEmpty(Path folder) {
        try {
            if (Files.exists(folder) && !isEmpty(folder)) {
                throw new IllegalArgumentException(
                        "result folder: " + folder + ", expected none, or an empty one");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("result folder: " + folder + ": " + e, e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void empty(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new HostException(folder + ": " + e.getMessage(), e);
        }
    }
}
