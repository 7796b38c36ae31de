package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.kernels.image.HostException;
import dev.ringmark.kernels.vm.Machine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What runs in VMs share on this machine: the kernels that were asked for, the emulator and its
/// disk, and a way to stop it all.
final class GuestHost {
    private GuestHost() {}

    /// The kernels that names mean, each only once, in their order.
    static List<KernelImage> images(Context context, List<String> names) {
        Kernels kernels = context.kernels().get();
        List<KernelImage> images = new ArrayList<>();
        for (String name : names) {
            Path path = context.workingFolder().resolve(name);
            boolean isKnown = !kernels.catalog().named(name).isEmpty();
            KernelImage image =
                    kernels.resolve(!isKnown && Files.exists(path) ? path.toString() : name);
            if (images.stream().noneMatch(other -> other.id().equals(image.id()))) {
                images.add(image);
            }
        }
        return images;
    }

    /// The emulator, proven with a kernel.
    static Machine machine(Context context, KernelImage image) throws InterruptedException {
        try {
            return Machine.open(context.kernels().get().cache().root(), image.vmlinuz());
        } catch (HostException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, String.valueOf(e.getMessage()), e);
        }
    }

    /// Does work that a Ctrl-C interrupts, and lets it clear up before the JVM ends.
    static <T> T interruptibly(Work<T> work) {
        Thread worker = Thread.currentThread();
        try (Interruption _ = Interruption.of(worker::interrupt)) {
            return work.call();
        } catch (InterruptedException e) {
            throw new CommandException(ExitStatus.INTERRUPTED, "interrupted", e);
        } catch (HostException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, String.valueOf(e.getMessage()), e);
        }
    }

    /// Work that waits for VMs.
    @FunctionalInterface
    interface Work<T> {
        T call() throws InterruptedException;
    }
}
