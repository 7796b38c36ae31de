package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.compare.Design;
import dev.ringmark.stats.design.SampleSize;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.sample.Collapse;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How many forks it takes to find a change.
@Command(
        name = "bench-power",
        description = "Says how many forks a side it takes to find a change.",
        footer = {
            "",
            "Examples:",
            "  ringmark bench-power --cv 2%% --effect 3%%         units for power 90 %%",
            "  ringmark bench-power --cv 2%% --units 10          what 10 forks a side find",
            "  ringmark bench-power --from base.json            the variation measured there",
            "",
            "One unit is one fork, or one boot where boots are compared. More iterations in",
            "a fork do not replace forks. Below 8 forks a side, or 6 blocks, there is no",
            "full verdict."
        })
final class BenchPowerCommand extends RingmarkCommand {
    private static final List<Double> EFFECTS = List.of(.01, .02, .03, .05, .1);

    /// Where the variation comes from.
    private static final class Source {
        @Option(
                names = "--cv",
                paramLabel = "SHARE",
                converter = Share.Converter.class,
                description = "variation between forks: standard deviation over mean")
        private @Nullable Share cv;

        @Option(
                names = "--from",
                paramLabel = "FILE",
                description = "a result file with at least 3 forks of each benchmark")
        private @Nullable String file;
    }

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--effect",
            paramLabel = "SHARE",
            converter = Share.Converter.class,
            description = "the change to be found; default: a table of several")
    private @Nullable Share effect;

    @Option(
            names = "--power",
            paramLabel = "SHARE",
            defaultValue = "90%",
            converter = Share.Converter.class,
            description = "how surely it is found; default: ${DEFAULT-VALUE}")
    private Share power = new Share(0);

    @Option(
            names = "--units",
            paramLabel = "N",
            description = "ask the other way: what so many units a side find")
    private @Nullable Long units;

    @Option(
            names = "--design",
            paramLabel = "NAME",
            defaultValue = "independent",
            description = "independent or blocked; default: independent")
    private Design design = Design.INDEPENDENT;

    BenchPowerCommand(Context context) {
        super(context);
    }

    @Override
    ExitStatus run() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("BENCHMARK", "VARIATION", "CHANGE", "UNITS A SIDE", "POWER"));
        List<Object> answers = new ArrayList<>();
        try {
            variations()
                    .forEach(
                            (name, variation) -> {
                                for (double asked : effects()) {
                                    SampleSize size = size(variation, asked);
                                    rows.add(
                                            List.of(
                                                    name,
                                                    percent(variation),
                                                    percent(asked),
                                                    Long.toString(size.units()),
                                                    percent(size.power())));
                                    answers.add(json(name, size));
                                }
                            });
        } catch (SampleException e) {
            throw new CommandException(ExitStatus.USAGE, "--" + e.getMessage(), e);
        }
        if (json()) {
            print(Fields.json(answers));
        } else {
            print(Layout.table(rows));
        }
        return ExitStatus.OK;
    }

    private SampleSize size(double variation, double asked) {
        return units == null
                ? SampleSize.toFind(design, variation, asked, power.value())
                : SampleSize.with(design, variation, asked, units);
    }

    private List<Double> effects() {
        return effect == null ? EFFECTS : List.of(effect.value());
    }

    private Map<String, Double> variations() {
        Map<String, Double> all = new LinkedHashMap<>();
        if (source.cv != null) {
            all.put("any", source.cv.value());
        }
        if (source.file != null) {
            List<Sample> samples = new BenchFiles(context(), false, null).read(source.file);
            for (Sample sample : samples) {
                double[] values = Collapse.units(sample).toArray();
                if (values.length < 3) {
                    throw new SampleException(
                            "from: " + sample.benchmark().label(),
                            values.length + " units",
                            "3 or more");
                }
                all.put(sample.benchmark().toString(), variation(values));
            }
        }
        return all;
    }

    private static double variation(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1)) / mean;
    }

    private static Map<String, Object> json(String name, SampleSize size) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("benchmark", name);
        fields.put("design", size.design().name().toLowerCase(Locale.ROOT));
        fields.put("variation", BenchJson.number(size.variation()));
        fields.put("effect", BenchJson.number(size.effect()));
        fields.put("units", JsonValue.Num.of(size.units()));
        fields.put("power", BenchJson.number(size.power()));
        return fields;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.3g %%", 100 * share);
    }
}
