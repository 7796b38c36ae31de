package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.EntryJson;
import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.catalog.Truth;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Command;

/// Lists the catalogue.
@Command(
        name = "list",
        description = "Lists the kernels of the catalogue, the oldest first.",
        footer = {
            "",
            "Examples:",
            "  ringmark kernels list",
            "  ringmark kernels list --json | jq -r '.[] | select(.cached).id'"
        })
final class KernelsListCommand extends RingmarkCommand {
    KernelsListCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        Kernels kernels = context().kernels().get();
        List<KernelEntry> entries = kernels.catalog().entries();
        if (json()) {
            print(
                    Fields.json(
                            entries.stream()
                                    .map(entry -> json(entry, kernels.isCached(entry)))
                                    .toList()));
            return ExitStatus.OK;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("ID", "SERIES", "RELEASE", "END OF LIFE", "FEATURES", "HERE"));
        for (KernelEntry entry : entries) {
            Truth truth = entry.truth();
            rows.add(
                    List.of(
                            entry.id(),
                            entry.series(),
                            entry.release(),
                            Objects.requireNonNullElse(entry.endOfLife(), "-"),
                            truth == null
                                    ? "not learned"
                                    : truth.features() + ", " + truth.opcodes().size() + " opcodes",
                            kernels.isCached(entry) ? "cached" : "-"));
        }
        List<String> lines = new ArrayList<>(Layout.table(rows));
        lines.add("");
        lines.add(
                "%d kernels; %d MB in %s"
                        .formatted(
                                entries.size(),
                                kernels.cache().bytes() / 1_000_000,
                                kernels.cache().root()));
        print(lines);
        return ExitStatus.OK;
    }

    private static JsonValue json(KernelEntry entry, boolean cached) {
        Map<String, JsonValue> fields =
                new LinkedHashMap<>(((JsonValue.Obj) Json.parse(EntryJson.write(entry))).fields());
        fields.put("cached", new JsonValue.Bool(cached));
        return new JsonValue.Obj(fields);
    }
}
