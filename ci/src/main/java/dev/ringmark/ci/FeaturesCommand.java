package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.FeatureClass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists every feature that is known, with what documentation, headers and this kernel say.
@Command(
        name = "features",
        description = "Lists every feature with what documentation, headers and this kernel say.",
        footer = {
            "",
            "Examples:",
            "  ringmark features",
            "  ringmark features --class missing       what this kernel lacks and should not",
            "  ringmark features --json | jq '.[] | select(.class == \"backported\").name'"
        })
final class FeaturesCommand extends RingmarkCommand {
    private static final List<String> COLUMNS =
            List.of("name", "kind", "documented", "header", "observed", "class");

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            converter = FeatureClasses.class,
            description =
                    "only one class: as_documented, backported, missing, documentation_differs,"
                            + " unknown")
    private @Nullable FeatureClass only;

    FeaturesCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        List<Fields> features =
                context().harness().askLines("features").stream()
                        .filter(f -> only == null || f.text("class").equals(only.wireName()))
                        .toList();
        if (json()) {
            print(Fields.json(features.stream().map(Fields::object).toList()));
        } else {
            print(lines(features));
        }
        return ExitStatus.OK;
    }

    private static List<String> lines(List<Fields> features) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        Map<String, Integer> byClass = new LinkedHashMap<>();
        for (Fields feature : features) {
            rows.add(COLUMNS.stream().map(column -> cell(feature.text(column))).toList());
            byClass.merge(feature.text("class"), 1, Integer::sum);
        }
        List<String> lines = new ArrayList<>(Layout.table(rows));
        lines.add("");
        lines.add(features.size() + " features");
        byClass.forEach((name, count) -> lines.add("  %-22s %4d".formatted(name, count)));
        return lines;
    }

    private static String cell(String text) {
        return text.isEmpty() ? "-" : text;
    }
}
