package dev.ringmark.chaos.harness;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.replay.Bundle;
import dev.ringmark.chaos.replay.Minimiser;
import dev.ringmark.chaos.scenarios.Scenario;
import dev.ringmark.chaos.scenarios.Scenarios;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Seeds;
import dev.ringmark.chaos.workload.Violation;
import dev.ringmark.stats.record.JsonValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
/// @param threads how many threads run them
/// @param minimises whether a failing run is made smaller
/// @param out where the bundle of a failing run goes
record SeedRun(long first, long seeds, String scenario, int threads, boolean minimises, Path out) {

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
        if (!scenario.isEmpty() && Scenarios.of(scenario).seeds() == null) {
            return runByItself(Scenarios.of(scenario));
        }
        LongFunction<Script> scripts =
                scenario.isEmpty() ? Script::of : Scenarios.of(scenario)::script;
        long start = System.nanoTime();
        Campaign.Result result =
                Seeds.run(scripts, first, seeds, threads, done -> progress.at(done, seeds));
        double seconds = (System.nanoTime() - start) / 1e9;
        Map<String, JsonValue> answer = new LinkedHashMap<>();
        answer.put("first", JsonValue.Num.of(first));
        answer.put("seeds", JsonValue.Num.of(result.seeds()));
        answer.put("threads", JsonValue.Num.of(threads));
        answer.put("repeated", JsonValue.Num.of(result.repeated()));
        answer.put("operations", JsonValue.Num.of(result.operations()));
        answer.put("seconds", JsonValue.Num.of(seconds));
        answer.put("hash", new JsonValue.Text("%016x".formatted(result.hash())));
        Map<String, JsonValue> counts = new LinkedHashMap<>();
        for (FaultKind kind : FaultKind.values()) {
            counts.put(kind.name(), JsonValue.Num.of(result.fired().getOrDefault(kind, 0L)));
        }
        answer.put("faults", new JsonValue.Obj(counts));
        answer.put("missed", names(result.missed()));
        answer.put("unfired", names(result.unfired()));
        Campaign.Finding finding = result.finding();
        if (finding != null) {
            try (Campaign campaign = new Campaign(scripts)) {
                answer.put("finding", describe(campaign, finding));
            }
        }
        return new JsonValue.Obj(answer);
    }

    /// A scenario with a program of its own: it has seeds, and neither scripts nor bundles.
    private JsonValue runByItself(Scenario chosen) {
        long start = System.nanoTime();
        Scenario.Verdict verdict = chosen.run(first, seeds);
        if (verdict.runs() == 0) {
            throw new IllegalArgumentException(
                    "scenario: " + scenario + ", expected one that the simulation runs");
        }
        Map<String, JsonValue> answer = new LinkedHashMap<>();
        answer.put("first", JsonValue.Num.of(first));
        answer.put("seeds", JsonValue.Num.of(verdict.runs()));
        answer.put("threads", JsonValue.Num.of(1));
        answer.put("hash", new JsonValue.Text("none"));
        answer.put("repeated", JsonValue.Num.of(0));
        answer.put("operations", JsonValue.Num.of(0));
        answer.put("seconds", JsonValue.Num.of((System.nanoTime() - start) / 1e9));
        answer.put("missed", names(Set.of()));
        answer.put("unfired", names(Set.of()));
        if (!verdict.isGood()) {
            Map<String, JsonValue> finding = new LinkedHashMap<>();
            finding.put("seed", JsonValue.Num.of(verdict.seed()));
            finding.put("invariant", new JsonValue.Text(scenario));
            finding.put("promise", new JsonValue.Text(chosen.title()));
            finding.put("detail", new JsonValue.Text(verdict.fault()));
            finding.put("actions", JsonValue.Num.of(0));
            finding.put("faults", JsonValue.Num.of(0));
            finding.put("bundle", new JsonValue.Text(""));
            answer.put("finding", new JsonValue.Obj(finding));
        }
        return new JsonValue.Obj(answer);
    }

    private static JsonValue names(Set<? extends Enum<?>> constants) {
        List<JsonValue> names = new ArrayList<>();
        constants.forEach(constant -> names.add(new JsonValue.Text(constant.name())));
        return new JsonValue.Array(names);
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
