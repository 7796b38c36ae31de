package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.EntryJson;
import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.stats.record.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Gives a kernel a name in the catalogue.
@Command(
        name = "add",
        description = "Adds a kernel to your catalogue: a file, or a package of the archive.",
        footer = {
            "",
            "Examples:",
            "  ringmark kernels add linux-image-6.12.107+deb13-cloud-amd64",
            "  ringmark kernels add ~/linux/arch/x86/boot/bzImage",
            "  ringmark kernels add linux-image-6.6.9_amd64.deb",
            "  ringmark kernels add linux-image-6.12.107+deb13-cloud-amd64 --catalog DIR",
            "",
            "It needs NVMe and ext4 built in, as distributions' cloud flavours have."
        })
final class KernelsAddCommand extends RingmarkCommand {
    @Parameters(paramLabel = "FILE-or-PACKAGE", description = "what to add")
    private String what = "";

    @Option(
            names = "--catalog",
            paramLabel = "DIR",
            description = "write the entry here as well, for a commit")
    private @Nullable Path catalog;

    KernelsAddCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Path file = context().workingFolder().resolve(what);
        KernelEntry entry =
                context().kernels().get().add(Files.exists(file) ? file.toString() : what);
        if (catalog != null) {
            Kernels.save(context().workingFolder().resolve(catalog), entry);
        }
        if (json()) {
            print(Json.parse(EntryJson.write(entry)));
        } else {
            print(
                    List.of(
                            "added " + entry.id() + " (" + entry.release() + ")",
                            "now: ringmark kernels learn " + entry.id()));
        }
        return ExitStatus.OK;
    }
}
