package dev.ringmark.ci.bench;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.BenchmarkResultMetaData;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// Keeps what JMH tells and does not write: warm-up iterations, times, the fork's JVM.
final class JmhObserver implements OutputFormat {
    private final OutputFormat shown;
    private final List<String> warmup = new ArrayList<>();
    private final List<String> iterations = new ArrayList<>();
    private String unit = "";
    private long began;

    /// @param shown is told everything too
    JmhObserver(OutputFormat shown) {
        this.shown = shown;
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {
        began = System.currentTimeMillis();
        shown.iteration(benchmark, params, iteration);
    }

    @Override
    public void iterationResult(
            BenchmarkParams benchmark, IterationParams params, int at, IterationResult result) {
        boolean warms = params.getType() == IterationType.WARMUP;
        iterations.add(
                "{\"warmup\":%b,\"startedAt\":\"%s\",\"finishedAt\":\"%s\"}"
                        .formatted(warms, Instant.ofEpochMilli(began), now()));
        if (warms) {
            double score = result.getPrimaryResult().getScore();
            warmup.add(Double.isFinite(score) ? Double.toString(score) : "\"" + score + "\"");
            unit = result.getScoreUnit();
        }
        shown.iterationResult(benchmark, params, at, result);
    }

    /// The warm-up as the one fork of a result file of JMH; empty where there was none.
    String warmup() {
        return warmup.isEmpty()
                ? ""
                : """
                [{"benchmark":"warmup","mode":"avgt","forks":1,"primaryMetric":\
                {"scoreUnit":%s,"rawData":[[%s]]}}]
                """
                        .formatted(quoted(unit), String.join(",", warmup));
    }

    /// A JSON object of what else there is to say of the fork.
    String facts(RunResult result) {
        BenchmarkParams params = result.getParams();
        StringBuilder out = new StringBuilder("{");
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            BenchmarkResultMetaData at = fork.getMetadata();
            if (at != null) {
                time(out, "jvmStartedAt", at.getStartTime());
                time(out, "warmupAt", at.getWarmupTime());
                time(out, "measuredAt", at.getMeasurementTime());
                time(out, "stoppedAt", at.getStopTime());
            }
        }
        text(out, "jmh", params.getJmhVersion());
        text(out, "jvm", params.getJvm());
        text(out, "vm", params.getVmName() + " " + params.getVmVersion());
        out.append("\"jvmArgs\":[");
        out.append(
                String.join(",", params.getJvmArgs().stream().map(JmhObserver::quoted).toList()));
        return out.append("],\"iterations\":[")
                .append(String.join(",", iterations))
                .append("]}\n")
                .toString();
    }

    private static void time(StringBuilder out, String name, long millis) {
        text(out, name, Instant.ofEpochMilli(millis).toString());
    }

    private static void text(StringBuilder out, String name, String value) {
        out.append('"').append(name).append("\":").append(quoted(value)).append(',');
    }

    private static Instant now() {
        return Instant.ofEpochMilli(System.currentTimeMillis());
    }

    /// There is no JSON library on the class path of a variant.
    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars()
                .forEach(
                        c -> {
                            if (c == '"' || c == '\\') {
                                out.append('\\').append((char) c);
                            } else if (c < ' ') {
                                out.append(String.format(Locale.ROOT, "\\u%04x", c));
                            } else {
                                out.append((char) c);
                            }
                        });
        return out.append('"').toString();
    }

    @Override
    public void startBenchmark(BenchmarkParams params) {
        shown.startBenchmark(params);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        shown.endBenchmark(result);
    }

    @Override
    public void startRun() {
        shown.startRun();
    }

    @Override
    public void endRun(Collection<RunResult> results) {
        shown.endRun(results);
    }

    @Override
    public void print(String text) {
        shown.print(text);
    }

    @Override
    public void println(String text) {
        shown.println(text);
    }

    @Override
    public void flush() {
        shown.flush();
    }

    @Override
    public void close() {
        shown.close();
    }

    @Override
    public void verbosePrintln(String text) {
        shown.verbosePrintln(text);
    }

    @Override
    public void write(int b) {
        shown.write(b);
    }

    @Override
    public void write(byte[] b) throws IOException {
        shown.write(b);
    }
}
