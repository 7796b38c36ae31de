package dev.ringmark.stats.sample;

import dev.ringmark.stats.record.Unit;
import java.util.List;
import java.util.stream.Stream;

/// All measurements of one benchmark with one variant: boots of forks of iterations, as measured.
///
/// Raw values are kept; nothing is averaged before it is collapsed. A time must be more than 0, any
/// other value 0 or more.
public record Sample(
        BenchmarkId benchmark,
        Variant variant,
        Fingerprint fingerprint,
        Replication replication,
        List<Boot> boots,
        List<Warning> warnings) {
    /// Checks that every value is possible in the unit of the measure.
    public Sample {
        boots = List.copyOf(boots);
        warnings = List.copyOf(warnings);
        for (int b = 0; b < boots.size(); b++) {
            List<Fork> forks = boots.get(b).forks();
            for (int f = 0; f < forks.size(); f++) {
                String where = benchmark.label() + ": boots[" + b + "].forks[" + f + "]";
                possible(where + ".warmup", forks.get(f).warmup(), benchmark.measure().unit());
                possible(
                        where + ".iterations",
                        forks.get(f).iterations(),
                        benchmark.measure().unit());
                possible(where + ".tally", forks.get(f).tally(), benchmark.measure().unit());
            }
        }
    }

    /// Forks in one boot, each a unit of its own, measured somewhere.
    public static Sample ofForks(BenchmarkId benchmark, Variant variant, List<Fork> forks) {
        return new Sample(
                benchmark,
                variant,
                Fingerprint.UNKNOWN,
                Replication.FORK,
                List.of(new Boot(forks)),
                List.of());
    }

    /// The forks of all boots, in order.
    public Stream<Fork> forks() {
        return boots.stream().flatMap(boot -> boot.forks().stream());
    }

    private static void possible(String where, Values values, Unit unit) {
        for (int i = 0; i < values.size(); i++) {
            possible(where + "[" + i + "]", values.get(i), unit);
        }
    }

    private static void possible(String where, Tally tally, Unit unit) {
        if (tally.total() > 0) {
            possible(where, tally.atRank(1), unit);
        }
    }

    private static void possible(String where, double value, Unit unit) {
        if (value < 0 || (unit == Unit.SECONDS && value == 0)) {
            throw new SampleException(
                    where, value, unit == Unit.SECONDS ? "a time above 0" : "0 or more");
        }
    }
}
