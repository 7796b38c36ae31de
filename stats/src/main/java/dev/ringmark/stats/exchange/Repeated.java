package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Values;
import java.nio.file.Path;
import java.util.List;

/// Repetitions whose format does not say whether they are processes: one fork, or one fork each.
final class Repeated {
    private Repeated() {}

    /// A sample of forks of one value each, as its repetitions are.
    static Sample sample(Sample each, Repetitions repetitions, Path file, String line) {
        List<Fork> forks = each.forks().toList();
        if (repetitions == Repetitions.OF_OWN_PROCESSES) {
            return each;
        }
        for (Fork fork : forks) {
            if (fork.excluded() != null) {
                throw new ImportException(
                        file, line, each.benchmark().name() + ": " + fork.excluded());
            }
        }
        double[] values = forks.stream().flatMapToDouble(f -> f.iterations().stream()).toArray();
        Fork one =
                new Fork(
                        Fork.NO_BLOCK,
                        Values.NONE,
                        Values.of(values),
                        forks.getFirst().tally(),
                        null);
        return new Sample(
                each.benchmark(),
                each.variant(),
                each.fingerprint(),
                each.replication(),
                List.of(new Boot(List.of(one))),
                each.warnings());
    }
}
