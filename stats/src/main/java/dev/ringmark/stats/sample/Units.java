package dev.ringmark.stats.sample;

import java.util.List;

/// A sample collapsed to one value for each unit of replication, and what was seen on the way.
public record Units(
        Replication replication,
        List<UnitValue> values,
        List<ForkSummary> forks,
        List<Warning> warnings) {
    /// Copies the lists.
    public Units {
        values = List.copyOf(values);
        forks = List.copyOf(forks);
        warnings = List.copyOf(warnings);
    }

    /// How many units.
    public int count() {
        return values.size();
    }

    /// The values alone.
    public double[] toArray() {
        return values.stream().mapToDouble(UnitValue::value).toArray();
    }

    /// The share of forks without a steady state, 0 where there are no forks.
    public double unsteadyShare() {
        long unsteady =
                forks.stream()
                        .filter(fork -> fork.steadiness() == Steadiness.NO_STEADY_STATE)
                        .count();
        return forks.isEmpty() ? 0 : (double) unsteady / forks.size();
    }
}
