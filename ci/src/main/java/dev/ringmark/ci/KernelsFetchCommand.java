package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.fetch.Kernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Gets kernels into the cache.
@Command(
        name = "fetch",
        description = "Gets kernels into the cache; without a network if they are there already.",
        footer = {
            "",
            "Examples:",
            "  ringmark kernels fetch              all of the catalogue",
            "  ringmark kernels fetch 5.10,latest",
            "  ringmark kernels fetch latest:3     the three newest series",
            "",
            "Exit status: 0 ok, 2 no such kernel, 3 one could not be had; the others were",
            "fetched."
        })
final class KernelsFetchCommand extends RingmarkCommand {
    @Parameters(
            paramLabel = "KERNELS",
            arity = "0..1",
            defaultValue = "all",
            description = "all, latest:N, or names between commas; default: ${DEFAULT-VALUE}")
    private String names = "all";

    KernelsFetchCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Kernels kernels = context().kernels().get();
        List<KernelImage> images = new ArrayList<>();
        ExitStatus status = ExitStatus.OK;
        for (String name : kernels.catalog().select(names)) {
            try {
                images.add(kernels.resolve(name));
            } catch (KernelException e) {
                if (e.blame() == KernelException.Blame.INPUT) {
                    throw e;
                }
                context().terminal().complain(String.valueOf(e.getMessage()));
                status = ExitStatus.COULD_NOT_RUN;
            }
        }
        if (json()) {
            print(Fields.json(images.stream().map(KernelsFetchCommand::json).toList()));
        } else {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("ASKED", "ID", "RELEASE", "FILE"));
            images.forEach(
                    image ->
                            rows.add(
                                    List.of(
                                            image.asked(),
                                            image.id(),
                                            image.release(),
                                            image.vmlinuz().toString())));
            print(Layout.table(rows));
        }
        return status;
    }

    private static Map<String, Object> json(KernelImage image) {
        return Map.of(
                "asked", image.asked(),
                "id", image.id(),
                "series", image.series(),
                "release", image.release(),
                "sha256", image.sha256(),
                "file", image.vmlinuz());
    }
}
