package dev.ringmark.ci.bench;

import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.design.PlannedCell;
import dev.ringmark.stats.exchange.ResultFiles;
import dev.ringmark.stats.record.EndLine;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.RecordWriter;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.RunStatus;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The record of an experiment while it runs: a line for each fork as soon as it has ended.
public final class ExperimentRecord implements AutoCloseable {
    /// What `suite` of the header says.
    static final String SUITE = "bench";

    private static final String PLAN = "plan";
    private static final String FORK = "fork";

    private final RecordWriter writer;
    private final Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);

    private ExperimentRecord(RecordWriter writer) {
        this.writer = writer;
    }

    /// Starts a record; the file must not be there.
    ///
    /// @param earlier a record of the same plan whose results are taken over; null for none
    public static ExperimentRecord open(
            Path file,
            String runId,
            Tool tool,
            Plan plan,
            Map<String, ClassPath> variants,
            List<String> jmhOptions,
            @Nullable Run earlier) {
        Map<String, JsonValue> extras = new LinkedHashMap<>();
        extras.put(PLAN, described(plan, variants, jmhOptions));
        if (earlier != null) {
            extras.put("resumes", new JsonValue.Text(earlier.header().runId()));
        }
        ExperimentRecord record = new ExperimentRecord(RecordWriter.open(file));
        record.writer.append(
                new RunHeader(
                        RunHeader.SCHEMA,
                        runId,
                        Instant.now(),
                        tool,
                        SUITE,
                        plan.seed(),
                        Machine.environment(ResultFiles.record(Machine.fingerprint())),
                        extras));
        if (earlier != null) {
            earlier.results().forEach(record::append);
        }
        return record;
    }

    /// The run again, if it was begun with the plan that is to be run.
    ///
    /// @throws SampleException if it is of another plan, of other class files or other options
    public static Run sameAs(
            Run run, Plan plan, Map<String, ClassPath> variants, List<String> jmhOptions) {
        JsonValue now = described(plan, variants, jmhOptions);
        JsonValue then = run.header().extras().getOrDefault(PLAN, JsonValue.Null.NULL);
        if (!now.equals(then)) {
            throw new SampleException(
                    "resume",
                    run.header().runId(),
                    "a run of the same plan, class files and options; " + difference(then, now));
        }
        return run;
    }

    /// The forks of a record by their place in the plan: those that ran to an end of their own.
    public static Map<Integer, List<ResultLine>> forks(Run run) {
        Map<Integer, List<ResultLine>> forks = new HashMap<>();
        for (ResultLine line : run.results()) {
            forks.computeIfAbsent(
                            Integer.parseInt(line.params().getOrDefault(FORK, "-1")),
                            _ -> new ArrayList<>())
                    .add(line);
        }
        return forks;
    }

    /// Appends what a cell measured, its facts on every line.
    ///
    /// @return whether it measured anything
    public boolean add(PlannedCell cell, List<Sample> samples, Map<String, JsonValue> facts) {
        boolean good = false;
        for (Sample sample : samples) {
            for (ResultLine line : ResultFiles.record(sample, cell.order())) {
                good |= line.verdict() == Verdict.PASS;
                append(line.toBuilder().extras(Map.of("jvm", new JsonValue.Obj(facts))).build());
            }
        }
        writer.sync();
        return good;
    }

    /// Says how it ended.
    public void end(RunStatus status, @Nullable String reason) {
        writer.append(new EndLine(Instant.now(), status, reason, counts));
    }

    @Override
    public void close() {
        writer.close();
    }

    private void append(ResultLine line) {
        counts.merge(line.verdict(), 1, Integer::sum);
        writer.append(line);
    }

    /// All that decides what is run: where class paths lie does not.
    private static JsonValue described(
            Plan plan, Map<String, ClassPath> variants, List<String> jmhOptions) {
        Map<String, JsonValue> digests = new LinkedHashMap<>();
        for (String variant : plan.variants()) {
            ClassPath path = variants.get(plan.isReally(variant));
            if (path != null) {
                digests.put(variant, new JsonValue.Text(path.digest()));
            }
        }
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("seed", JsonValue.Num.of(plan.seed()));
        fields.put("blocks", JsonValue.Num.of(plan.blocks()));
        fields.put("benchmarks", texts(plan.benchmarks()));
        fields.put("variants", new JsonValue.Obj(digests));
        fields.put("jmh", texts(jmhOptions));
        if (plan.pairs().size() < plan.variants().size() * plan.benchmarks().size()) {
            fields.put(
                    "pairs",
                    texts(
                            plan.pairs().stream()
                                    .map(pair -> pair.getKey() + " " + pair.getValue())
                                    .toList()));
        }
        return new JsonValue.Obj(fields);
    }

    private static String difference(JsonValue then, JsonValue now) {
        if (then instanceof JsonValue.Obj(var before) && now instanceof JsonValue.Obj(var after)) {
            return after.entrySet().stream()
                    .filter(field -> !field.getValue().equals(before.get(field.getKey())))
                    .findFirst()
                    .map(field -> field.getKey() + " differs")
                    .orElse("it says more");
        }
        return "it is no record of an experiment";
    }

    private static JsonValue texts(List<String> texts) {
        return new JsonValue.Array(
                texts.stream().map(text -> (JsonValue) new JsonValue.Text(text)).toList());
    }
}
