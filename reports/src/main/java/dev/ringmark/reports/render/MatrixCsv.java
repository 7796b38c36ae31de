package dev.ringmark.reports.render;

import dev.ringmark.reports.view.Visible;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Matrices as comma-separated values (RFC 4180), one line per result, or per feature and kernel.
public final class MatrixCsv {

    private static final String LINE_END = "\r\n";

    private MatrixCsv() {}

    /// Every result of every kernel.
    public static String checks(Map<String, Run> runs) {
        var out = new StringBuilder();
        line(
                out,
                "kernel",
                "release",
                "id",
                "params",
                "verdict",
                "waiver",
                "passed",
                "attempts",
                "seconds",
                "reason");
        runs.forEach((kernel, run) -> run.results().forEach(one -> result(out, kernel, run, one)));
        return out.toString();
    }

    /// Every feature on every kernel.
    public static String features(Map<String, Run> runs) {
        var out = new StringBuilder();
        line(
                out,
                "kernel",
                "release",
                "name",
                "kind",
                "documented",
                "header",
                "observed",
                "class",
                "detail");
        runs.forEach(
                (kernel, run) -> run.features().forEach(one -> feature(out, kernel, run, one)));
        return out.toString();
    }

    private static void result(StringBuilder out, String kernel, Run run, ResultLine result) {
        line(
                out,
                kernel,
                run.header().env().kernelRelease(),
                result.id(),
                params(result.params()),
                result.verdict().wireName(),
                result.waiver() == null ? null : result.waiver().mark().wireName(),
                Integer.toString(result.attempts().passed()),
                Integer.toString(result.attempts().of()),
                Double.toString(result.seconds()),
                result.reason());
    }

    private static void feature(StringBuilder out, String kernel, Run run, FeatureLine feature) {
        line(
                out,
                kernel,
                run.header().env().kernelRelease(),
                feature.name(),
                feature.kind(),
                feature.documented(),
                feature.header(),
                feature.observed().wireName(),
                feature.featureClass().wireName(),
                feature.detail());
    }

    /// `mode=plain size=64`.
    static String params(Map<String, String> params) {
        return new TreeMap<>(params)
                .entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static void line(StringBuilder out, @Nullable String... fields) {
        List<@Nullable String> all = Arrays.asList(fields);
        out.append(all.stream().map(MatrixCsv::field).collect(Collectors.joining(",")));
        out.append(LINE_END);
    }

    private static String field(@Nullable String text) {
        String shown = text == null ? "" : Visible.of(text);
        boolean plain = shown.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
        return plain ? shown : '"' + shown.replace("\"", "\"\"") + '"';
    }
}
