package dev.ringmark.ci;

import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Estimate;
import dev.ringmark.stats.compare.Suite;
import dev.ringmark.stats.compare.VarianceComponents;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.Units;
import dev.ringmark.stats.sample.Warning;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A comparison as JSON, with nothing rounded. What is not a finite number is null.
final class BenchJson {
    private BenchJson() {}

    static JsonValue of(Comparison comparison, @Nullable Comparison control) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("base", comparison.base().name());
        fields.put("candidate", comparison.candidate().name());
        fields.put("threshold", number(comparison.settings().threshold()));
        fields.put("margin", number(comparison.settings().margin()));
        fields.put("family", lower(comparison.settings().correction()));
        fields.put("design", lower(comparison.settings().design()));
        fields.put("regression", comparison.hasRegression());
        fields.put("cells", comparison.cells().stream().map(BenchJson::cell).toList());
        fields.put("suites", comparison.suites().stream().map(BenchJson::suite).toList());
        fields.put("warnings", warnings(comparison.warnings()));
        if (control != null) {
            fields.put("control", control.cells().stream().map(BenchJson::cell).toList());
        }
        return Fields.json(fields);
    }

    static JsonValue number(double value) {
        return Double.isFinite(value) ? JsonValue.Num.of(value) : JsonValue.Null.NULL;
    }

    private static Map<String, Object> cell(Cell cell) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("benchmark", cell.benchmark().name());
        fields.put("params", cell.benchmark().params());
        fields.put("mode", lower(cell.benchmark().mode()));
        fields.put("measure", cell.benchmark().measure().name());
        fields.put("unit", cell.benchmark().measure().unit().wireName());
        fields.put("verdict", lower(cell.verdict()));
        fields.put("confirmation", lower(cell.confirmation()));
        fields.put("reason", cell.reason());
        fields.put("base", units(cell.base()));
        fields.put("candidate", units(cell.candidate()));
        spread(fields, "baseSpread", cell.base());
        spread(fields, "candidateSpread", cell.candidate());
        Cell.Result result = cell.result();
        if (result != null) {
            fields.put("primary", estimate(result.primary()));
            fields.put("check", estimate(result.check()));
            fields.put("adjustedP", number(result.adjustedP()));
            fields.put("upperBound", number(result.equivalence().hi()));
            fields.put("slowerProbability", number(result.effect().slowerProbability()));
            fields.put("detectable", number(result.detectable().effect()));
            fields.put("unitsNeeded", JsonValue.Num.of(result.detectable().unitsNeeded()));
        }
        fields.put("warnings", warnings(cell.warnings()));
        return fields;
    }

    private static Map<String, Object> estimate(Estimate estimate) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("method", lower(estimate.method()));
        fields.put("ratio", number(estimate.ratio()));
        fields.put("lo", number(estimate.interval().lo()));
        fields.put("hi", number(estimate.interval().hi()));
        fields.put("level", number(estimate.interval().level()));
        fields.put("p", number(estimate.p()));
        return fields;
    }

    private static Map<String, Object> suite(Suite suite) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("measure", suite.measure().name());
        fields.put("ratio", number(suite.ratio()));
        fields.put("lo", number(suite.interval().lo()));
        fields.put("hi", number(suite.interval().hi()));
        fields.put("cells", suite.cells());
        fields.put("missing", suite.missing());
        return fields;
    }

    /// Variances of logarithms, where there are boots that repeat forks.
    private static void spread(Map<String, Object> fields, String name, @Nullable Units units) {
        VarianceComponents components = units == null ? null : VarianceComponents.ofBoots(units);
        if (components != null) {
            Map<String, Object> spread = new LinkedHashMap<>();
            spread.put("betweenBoots", number(components.between()));
            spread.put("withinBoots", number(components.within()));
            spread.put("intraclassCorrelation", number(components.intraclassCorrelation()));
            spread.put("forksPerBootAtEqualCost", number(components.bestForksPerBoot(1, 1)));
            fields.put(name, spread);
        }
    }

    private static List<JsonValue> units(@Nullable Units units) {
        return units == null
                ? List.of()
                : Arrays.stream(units.toArray()).mapToObj(BenchJson::number).toList();
    }

    private static List<Map<String, String>> warnings(List<Warning> warnings) {
        return warnings.stream()
                .map(w -> Map.of("code", lower(w.code()), "text", w.text()))
                .toList();
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
