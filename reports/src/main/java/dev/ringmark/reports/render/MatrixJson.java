package dev.ringmark.reports.render;

import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A matrix as one JSON object: the kernels, then by feature and by check what each kernel showed.
///
/// The kernels' own records have more (evidence, environment); this has what is compared.
public final class MatrixJson {

    private MatrixJson() {}

    /// One line of JSON and its end.
    public static String of(Map<String, Run> runs) {
        Map<String, JsonValue> matrix = new LinkedHashMap<>();
        matrix.put("schema", JsonValue.Num.of(1));
        List<JsonValue> kernels = new ArrayList<>();
        runs.forEach((kernel, run) -> kernels.add(kernel(kernel, run)));
        matrix.put("kernels", new JsonValue.Array(kernels));
        matrix.put("features", features(runs));
        matrix.put("checks", checks(runs));
        return Json.write(new JsonValue.Obj(matrix)) + "\n";
    }

    private static JsonValue kernel(String name, Run run) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        put(fields, "kernel", name);
        put(fields, "release", run.header().env().kernelRelease());
        put(fields, "arch", run.header().env().arch());
        put(fields, "accelerator", run.header().env().accelerator().wireName());
        put(fields, "runId", run.header().runId());
        put(fields, "suite", run.header().suite());
        put(fields, "status", run.end() == null ? "unfinished" : run.end().status().wireName());
        Map<String, JsonValue> counts = new LinkedHashMap<>();
        run.counts().forEach((verdict, n) -> counts.put(verdict.wireName(), JsonValue.Num.of(n)));
        fields.put("counts", new JsonValue.Obj(counts));
        return new JsonValue.Obj(fields);
    }

    private static JsonValue features(Map<String, Run> runs) {
        Map<String, Map<String, JsonValue>> byName = new LinkedHashMap<>();
        Map<String, Map<String, JsonValue>> seenByName = new LinkedHashMap<>();
        runs.forEach(
                (kernel, run) -> {
                    for (FeatureLine line : run.features()) {
                        byName.computeIfAbsent(line.name(), _ -> feature(line));
                        Map<String, JsonValue> seen = new LinkedHashMap<>();
                        put(seen, "observed", line.observed().wireName());
                        put(seen, "class", line.featureClass().wireName());
                        put(seen, "detail", line.detail());
                        seenByName
                                .computeIfAbsent(line.name(), _ -> new LinkedHashMap<>())
                                .put(kernel, new JsonValue.Obj(seen));
                    }
                });
        return joined(byName, "kernels", seenByName);
    }

    private static Map<String, JsonValue> feature(FeatureLine line) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        put(fields, "name", line.name());
        put(fields, "kind", line.kind());
        put(fields, "documented", line.documented());
        put(fields, "header", line.header());
        return fields;
    }

    private static JsonValue checks(Map<String, Run> runs) {
        Map<String, Map<String, JsonValue>> byId = new LinkedHashMap<>();
        Map<String, Map<String, List<JsonValue>>> foundById = new LinkedHashMap<>();
        runs.forEach(
                (kernel, run) -> {
                    for (ResultLine line : run.results()) {
                        byId.computeIfAbsent(line.id(), _ -> check(line));
                        foundById
                                .computeIfAbsent(line.id(), _ -> new LinkedHashMap<>())
                                .computeIfAbsent(kernel, _ -> new ArrayList<>())
                                .add(result(line));
                    }
                });
        Map<String, Map<String, JsonValue>> found = new LinkedHashMap<>();
        foundById.forEach(
                (id, results) -> {
                    Map<String, JsonValue> byKernel = new LinkedHashMap<>();
                    results.forEach(
                            (kernel, all) -> byKernel.put(kernel, new JsonValue.Array(all)));
                    found.put(id, byKernel);
                });
        return joined(byId, "kernels", found);
    }

    private static Map<String, JsonValue> check(ResultLine line) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        put(fields, "id", line.id());
        put(fields, "statement", line.statement());
        put(fields, "says", line.says());
        put(fields, "since", line.since());
        put(fields, "source", line.source());
        return fields;
    }

    private static JsonValue result(ResultLine line) {
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        Map<String, JsonValue> params = new LinkedHashMap<>();
        line.params().forEach((name, value) -> put(params, name, value));
        fields.put("params", new JsonValue.Obj(params));
        put(fields, "verdict", line.verdict().wireName());
        put(fields, "reason", line.reason());
        if (line.waiver() != null) {
            put(fields, "waiver", line.waiver().mark().wireName());
        }
        return new JsonValue.Obj(fields);
    }

    /// Each object with what is known of it by the same key, as one more field.
    private static JsonValue joined(
            Map<String, Map<String, JsonValue>> objects,
            String field,
            Map<String, Map<String, JsonValue>> more) {
        List<JsonValue> all = new ArrayList<>();
        objects.forEach(
                (key, fields) -> {
                    fields.put(field, new JsonValue.Obj(more.getOrDefault(key, Map.of())));
                    all.add(new JsonValue.Obj(fields));
                });
        return new JsonValue.Array(all);
    }

    private static void put(Map<String, JsonValue> fields, String name, @Nullable String text) {
        if (text != null) {
            fields.put(name, new JsonValue.Text(text));
        }
    }
}
