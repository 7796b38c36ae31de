package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.kernels.image.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// Finds the accelerator by booting: a `/dev/kvm` that opens may still hang every kernel.
final class AcceleratorProof {
    private static final Path KVM_DEVICE = Path.of("/dev/kvm");
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final Duration KVM_TIME_MAX = Duration.ofSeconds(5);

    private AcceleratorProof() {}

    /// What works, by a proof that holds for as long as host and emulator stay what they are.
    static Accelerator of(Machine machine, Path cache, Path kernel) throws InterruptedException {
        if (!Files.isReadable(KVM_DEVICE) || !Files.isWritable(KVM_DEVICE)) {
            return Accelerator.TCG;
        }
        try {
            String key = Files.readString(BOOT_ID).strip() + " " + machine.qemuVersion();
            Path memory = cache.resolve("accelerator");
            if (Files.exists(memory)) {
                List<String> lines = Files.readAllLines(memory);
                if (lines.size() == 2 && lines.getFirst().equals(key)) {
                    return Accelerator.valueOf(lines.get(1));
                }
            }
            Accelerator proven = boots(machine, Accelerator.KVM, kernel, KVM_TIME_MAX);
            Path part = Files.createTempFile(cache, "accelerator-", "");
            Files.writeString(part, key + "\n" + proven + "\n", UTF_8);
            Files.move(part, memory, StandardCopyOption.ATOMIC_MOVE);
            return proven;
        } catch (IOException e) {
            throw new HostException(cache + ": " + e.getMessage(), e);
        }
    }

    /// The accelerator, if a job that does nothing completes under it in time, else emulation.
    static Accelerator boots(Machine machine, Accelerator candidate, Path kernel, Duration timeMax)
            throws InterruptedException {
        Deadlines deadlines = Deadlines.whole(timeMax).withBoot(timeMax);
        VmJob nothing = VmJob.of(kernel, List.of("true")).withDeadlines(deadlines);
        VmReport.Attempt attempt = new Vm(machine.with(candidate)).attempt(nothing, VmOutput.NONE);
        return attempt.outcome().equals(new Outcome.Completed(0)) ? candidate : Accelerator.TCG;
    }
}
