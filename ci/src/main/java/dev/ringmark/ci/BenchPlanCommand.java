package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.design.Plan;
import dev.ringmark.stats.design.PlannedCell;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plans an experiment in randomised complete blocks.
@Command(
        name = "bench-plan",
        description = "Plans an experiment: which fork runs when, so that drift biases nothing.",
        footer = {
            "",
            "Examples:",
            "  ringmark bench-plan --variant base,new --benchmark Nop --blocks 10",
            "  ringmark bench-plan --variant base,new --benchmark Nop.nop --seed 7 --json",
            "",
            "The first variant is the base. Every plan runs it a second time in each block,",
            "as 'control': the two must not differ. Each line is one fork: JMH's -f 1. The",
            "same seed gives the same plan; bench-power says how many blocks it takes,",
            "bench-run runs it."
        })
final class BenchPlanCommand extends RingmarkCommand {
    @Option(
            names = "--variant",
            paramLabel = "NAME",
            split = ",",
            required = true,
            description = "what is compared, the base first")
    private List<String> variants = List.of();

    @Option(
            names = "--benchmark",
            paramLabel = "NAME",
            split = ",",
            required = true,
            description = "what each of them runs")
    private List<String> benchmarks = List.of();

    @Option(
            names = "--blocks",
            paramLabel = "N",
            defaultValue = "10",
            description = "how often each runs; 6 or more for a verdict; default: ${DEFAULT-VALUE}")
    private int blocks;

    @Option(names = "--seed", paramLabel = "N", description = "of the order; default: a new one")
    private @Nullable Long seed;

    BenchPlanCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        long chosen = seed == null ? new SecureRandom().nextInt(Integer.MAX_VALUE) : seed;
        Plan plan;
        try {
            plan = Plan.of(variants, benchmarks, blocks, chosen);
        } catch (SampleException e) {
            throw new CommandException(ExitStatus.USAGE, "--" + e.getMessage(), e);
        }
        if (json()) {
            print(json(plan));
        } else {
            print(lines(plan));
        }
        return ExitStatus.OK;
    }

    private static List<String> lines(Plan plan) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RUN", "BLOCK", "VARIANT", "WHICH IS", "BENCHMARK"));
        for (PlannedCell cell : plan.cells()) {
            rows.add(
                    List.of(
                            Integer.toString(cell.order()),
                            Integer.toString(cell.block()),
                            cell.variant(),
                            plan.isReally(cell.variant()),
                            cell.benchmark()));
        }
        List<String> lines = new ArrayList<>(Layout.table(rows));
        lines.add("");
        lines.add(plan.cells().size() + " forks, seed " + plan.seed());
        return lines;
    }

    private static JsonValue json(Plan plan) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("seed", JsonValue.Num.of(plan.seed()));
        fields.put("variants", plan.variants());
        fields.put("blocks", plan.blocks());
        List<Object> cells = new ArrayList<>();
        for (PlannedCell cell : plan.cells()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("order", cell.order());
            one.put("block", cell.block());
            one.put("variant", cell.variant());
            one.put("isReally", plan.isReally(cell.variant()));
            one.put("benchmark", cell.benchmark());
            cells.add(one);
        }
        fields.put("cells", cells);
        return Fields.json(fields);
    }
}
