package dev.ringmark.chaos.harness;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.replay.Bundle;
import dev.ringmark.chaos.replay.Minimiser;
import dev.ringmark.chaos.scenarios.Scenarios;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Mark;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Violation;
import dev.ringmark.stats.record.JsonValue;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;

/// The verb `run`: a campaign over some seeds, up to the first that breaks a promise.
///
/// @param first the first seed
/// @param seeds how many
/// @param scenario the scenario whose scripts they stand for, or empty
/// @param minimises whether a failing run is made smaller
/// @param out where the bundle of a failing run goes
record SeedRun(long first, long seeds, String scenario, boolean minimises, Path out) {

    private static final long PART = 2000;

    /// Hears how far it is.
    @FunctionalInterface
    interface Progress {
        void at(long done, long total);
    }

    SeedRun {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds: " + seeds + ", expected 1 or more");
        }
    }

    JsonValue run(Progress progress) throws IOException {
        Map<FaultKind, Long> fired = new EnumMap<>(FaultKind.class);
        Set<Mark> missed = EnumSet.allOf(Mark.class);
        Map<String, JsonValue> answer = new LinkedHashMap<>();
        long done = 0;
        long operations = 0;
        long repeated = 0;
        long start = System.nanoTime();
        LongFunction<Script> scripts =
                scenario.isEmpty() ? Script::of : Scenarios.of(scenario)::script;
        try (Campaign campaign = new Campaign(scripts)) {
            Campaign.@Nullable Finding finding = null;
            while (done < seeds && finding == null) {
                Campaign.Result part = campaign.run(first + done, Math.min(PART, seeds - done));
                part.fired().forEach((kind, count) -> fired.merge(kind, count, Long::sum));
                missed.retainAll(part.missed());
                done += part.seeds();
                operations += part.operations();
                repeated += part.repeated();
                finding = part.finding();
                progress.at(done, seeds);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            answer.put("first", JsonValue.Num.of(first));
            answer.put("seeds", JsonValue.Num.of(done));
            answer.put("repeated", JsonValue.Num.of(repeated));
            answer.put("operations", JsonValue.Num.of(operations));
            answer.put("seconds", JsonValue.Num.of(seconds));
            Map<String, JsonValue> counts = new LinkedHashMap<>();
            for (FaultKind kind : FaultKind.values()) {
                counts.put(kind.name(), JsonValue.Num.of(fired.getOrDefault(kind, 0L)));
            }
            answer.put("faults", new JsonValue.Obj(counts));
            List<JsonValue> marks = new ArrayList<>();
            missed.forEach(mark -> marks.add(new JsonValue.Text(mark.name())));
            answer.put("missed", new JsonValue.Array(marks));
            List<JsonValue> unfired = new ArrayList<>();
            for (FaultKind kind : FaultKind.values()) {
                if (kind.isInSwarm() && !fired.containsKey(kind)) {
                    unfired.add(new JsonValue.Text(kind.name()));
                }
            }
            answer.put("unfired", new JsonValue.Array(unfired));
            if (finding != null) {
                answer.put("finding", describe(campaign, finding));
            }
        }
        return new JsonValue.Obj(answer);
    }

    private JsonValue describe(Campaign campaign, Campaign.Finding finding) throws IOException {
        Script script = finding.script();
        Outcome outcome = finding.outcome();
        Violation violation = outcome.violation();
        if (violation == null) {
            throw new IllegalStateException("a finding without a violation");
        }
        Map<String, JsonValue> fields = new LinkedHashMap<>();
        fields.put("seed", JsonValue.Num.of(finding.seed()));
        fields.put("invariant", new JsonValue.Text(violation.invariant().id()));
        fields.put("promise", new JsonValue.Text(violation.invariant().promise()));
        fields.put("detail", new JsonValue.Text(violation.detail()));
        if (minimises) {
            Minimiser minimiser = new Minimiser(campaign, violation.invariant());
            script = minimiser.shrink(script, outcome.faults());
            outcome = campaign.run(script, false);
            fields.put("runs", JsonValue.Num.of(minimiser.runs()));
        }
        fields.put("actions", JsonValue.Num.of(script.actions().size()));
        fields.put("faults", JsonValue.Num.of(outcome.faults().size()));
        Path bundle = Bundle.of(script, outcome).write(out);
        fields.put("bundle", new JsonValue.Text(bundle.toString()));
        return new JsonValue.Obj(fields);
    }
}
