package dev.ringmark.kernels.vm;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.kernels.image.HostException;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A machine that boots, and a kernel for it; or the words why there is none.
record RealMachine(Machine machine, Path vmlinuz) {
    private static final String KERNEL = "6.1"; // in the configuration of the oldest Debian in use

    /// Where CI says that it is CI, what is missing is an error.
    static RealMachine open() throws InterruptedException {
        try {
            Kernels kernels = Kernels.ofUser();
            Path vmlinuz = kernels.resolve(KERNEL).vmlinuz();
            return new RealMachine(Machine.open(kernels.cache().root(), vmlinuz), vmlinuz);
        } catch (HostException | KernelException e) {
            if (System.getenv().getOrDefault("CI", "").equals("true")) {
                throw e;
            }
            return Assumptions.abort("no VM can be booted here: " + e.getMessage());
        }
    }
}
