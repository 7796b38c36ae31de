package dev.ringmark.kernels.vm;

import dev.ringmark.kernels.image.HostTools;
import dev.ringmark.kernels.image.RuntimeImage;
import java.nio.file.Path;
import java.util.List;

/// What this host boots VMs with.
///
/// @param qemu the emulator
/// @param qemuVersion its own word
/// @param image the disk that every guest's root is on
/// @param accelerator what was proven to work here
/// @param folder where each VM gets a folder of its own while it lives
public record Machine(
        Path qemu, String qemuVersion, RuntimeImage image, Accelerator accelerator, Path folder) {

    /// This host's, with its disk made and its accelerator proven, both remembered in `cache`.
    ///
    /// @param kernel what the accelerator is proven with, if that was not done yet
    public static Machine open(Path cache, Path kernel) throws InterruptedException {
        return open(cache, kernel, HostTools.ofProcess());
    }

    /// The same, with tools from elsewhere.
    public static Machine open(Path cache, Path kernel, HostTools tools)
            throws InterruptedException {
        Path qemu = tools.find(HostTools.Tool.QEMU);
        String version =
                HostTools.run(List.of(qemu.toString(), "--version")).lines().findFirst().orElse("");
        Machine machine =
                new Machine(
                        qemu,
                        version,
                        RuntimeImage.in(cache, tools),
                        Accelerator.TCG,
                        Path.of(System.getProperty("java.io.tmpdir")));
        return machine.with(AcceleratorProof.of(machine, cache, kernel));
    }

    /// The same, with another accelerator.
    public Machine with(Accelerator value) {
        return new Machine(qemu, qemuVersion, image, value, folder);
    }

    /// The same, with VMs' folders elsewhere.
    public Machine withFolder(Path value) {
        return new Machine(qemu, qemuVersion, image, accelerator, value);
    }
}
