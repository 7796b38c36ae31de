package dev.ringmark.chaos.harness;

import dev.ringmark.chaos.mutants.Mutant;
import dev.ringmark.chaos.mutants.Mutants;
import dev.ringmark.chaos.scenarios.RealTests;
import dev.ringmark.chaos.scenarios.Scenario;
import dev.ringmark.chaos.scenarios.Scenarios;
import dev.ringmark.stats.record.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The verbs `scenarios` and `mutants`: all of them run, and what came of each.
final class Tables {

    private Tables() {}

    static JsonValue scenarios(long seeds, SeedRun.Progress progress) {
        List<Scenario> all = Scenarios.list();
        List<JsonValue> rows = new ArrayList<>();
        boolean isGood = true;
        for (Scenario scenario : all) {
            progress.at(rows.size(), all.size());
            Scenario.Verdict verdict = scenario.run(0, seeds);
            isGood &= verdict.isGood();
            Map<String, JsonValue> row = new LinkedHashMap<>();
            row.put("id", new JsonValue.Text(scenario.id()));
            row.put("title", new JsonValue.Text(scenario.title()));
            row.put("tier", new JsonValue.Text(tier(scenario)));
            row.put("real", new JsonValue.Text(RealTests.of(scenario.id())));
            row.put("runs", JsonValue.Num.of(verdict.runs()));
            row.put("result", new JsonValue.Text(result(scenario.how(), verdict)));
            row.put("detail", new JsonValue.Text(detail(scenario.how(), verdict)));
            rows.add(new JsonValue.Obj(row));
        }
        return table("scenarios", rows, isGood);
    }

    static JsonValue mutants(SeedRun.Progress progress) {
        List<Mutant> all = Mutants.list();
        List<JsonValue> rows = new ArrayList<>();
        boolean isGood = true;
        for (Mutant mutant : all) {
            progress.at(rows.size(), all.size());
            Mutants.Verdict verdict = Judge.of(mutant);
            isGood &= verdict.isKilled();
            Map<String, JsonValue> row = new LinkedHashMap<>();
            row.put("id", new JsonValue.Text(mutant.id()));
            row.put("story", new JsonValue.Text(mutant.story()));
            row.put("scenario", new JsonValue.Text(mutant.reference()));
            row.put("where", new JsonValue.Text(mutant.method()));
            row.put("seeds", JsonValue.Num.of(verdict.seeds()));
            row.put("result", new JsonValue.Text(verdict.isKilled() ? "killed" : "SURVIVED"));
            row.put("killer", new JsonValue.Text(verdict.killer()));
            rows.add(new JsonValue.Obj(row));
        }
        return table("mutants", rows, isGood);
    }

    private static JsonValue table(String name, List<JsonValue> rows, boolean isGood) {
        Map<String, JsonValue> table = new LinkedHashMap<>();
        table.put("good", new JsonValue.Bool(isGood));
        table.put(name, new JsonValue.Array(rows));
        return new JsonValue.Obj(table);
    }

    /// S: simulated; R: on a real ring.
    private static String tier(Scenario scenario) {
        String simulated = isRun(scenario.how()) ? "S" : "";
        String real = RealTests.of(scenario.id()).isEmpty() ? "" : "R";
        String both = simulated.isEmpty() || real.isEmpty() ? simulated + real : "S R";
        return both.isEmpty() ? "-" : both;
    }

    private static boolean isRun(Scenario.How how) {
        return switch (how) {
            case Scenario.Seeds _,
                    Scenario.Sweep _,
                    Scenario.Played _,
                    Scenario.Both _,
                    Scenario.Crowded _,
                    Scenario.FailingOnce _ ->
                    true;
            case Scenario.Elsewhere _, Scenario.NotYet _ -> false;
        };
    }

    private static String result(Scenario.How how, Scenario.Verdict verdict) {
        if (isRun(how)) {
            return verdict.isGood() ? "ok" : "FAILED";
        }
        return how instanceof Scenario.NotYet ? "not yet" : "by a test";
    }

    private static String detail(Scenario.How how, Scenario.Verdict verdict) {
        return switch (how) {
            case Scenario.Seeds _,
                    Scenario.Sweep _,
                    Scenario.Played _,
                    Scenario.Both _,
                    Scenario.Crowded _,
                    Scenario.FailingOnce _ ->
                    verdict.isGood() ? "" : "seed " + verdict.seed() + ": " + verdict.fault();
            case Scenario.Elsewhere(String where) -> where;
            case Scenario.NotYet(String why) -> why;
        };
    }
}
