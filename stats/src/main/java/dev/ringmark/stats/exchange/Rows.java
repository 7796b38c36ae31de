package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Boot;
import dev.ringmark.stats.sample.Fingerprint;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Replication;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.SampleException;
import dev.ringmark.stats.sample.Tally;
import dev.ringmark.stats.sample.Values;
import dev.ringmark.stats.sample.Variant;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Samples from text in lines of one value each.
final class Rows {
    /// What a value is to its fork.
    enum Phase {
        WARMUP,
        MEASURED,
        TALLY
    }

    /// A fork being read.
    private static final class Growing {
        int block = Fork.NO_BLOCK;
        @Nullable String excluded;
        final List<Double> warmup = new ArrayList<>();
        final List<Double> measured = new ArrayList<>();
        final TreeMap<Double, Long> tally = new TreeMap<>();

        Fork done() {
            return new Fork(
                    block,
                    values(warmup),
                    values(measured),
                    tally.isEmpty() ? Tally.NONE : Tally.of(tally),
                    excluded);
        }

        private static Values values(List<Double> list) {
            return Values.of(list.stream().mapToDouble(v -> v).toArray());
        }
    }

    /// Boot and fork of a line, as the file names them.
    record Place(String boot, String fork) {}

    private record Found(String line, Map<String, Map<String, Growing>> boots) {}

    private final Path file;
    private final Variant variant;
    private final Map<BenchmarkId, Found> found = new LinkedHashMap<>();

    Rows(Path file, Variant variant) {
        this.file = file;
        this.variant = variant;
    }

    /// The fork at `place`, made where it is new, with no value yet.
    void fork(String line, BenchmarkId id, Place place, int block, @Nullable String excluded) {
        Growing fork = at(line, id, place);
        fork.block = block;
        fork.excluded = excluded;
    }

    void value(String line, BenchmarkId id, Place place, Phase phase, double value, long count) {
        if (!Double.isFinite(value)) {
            throw new ImportException(
                    file, line, ImportException.problem("value", "" + value, "a finite number"));
        }
        Growing fork = at(line, id, place);
        switch (phase) {
            case WARMUP -> fork.warmup.add(value);
            case MEASURED -> fork.measured.add(value);
            case TALLY -> fork.tally.merge(value, count, Math::addExact);
        }
    }

    private Growing at(String line, BenchmarkId id, Place place) {
        return found.computeIfAbsent(id, _ -> new Found(line, new LinkedHashMap<>()))
                .boots()
                .computeIfAbsent(place.boot(), _ -> new LinkedHashMap<>())
                .computeIfAbsent(place.fork(), _ -> new Growing());
    }

    /// @param fingerprint of all samples
    ResultFile finish(
            Format format, Replication replication, Fingerprint fingerprint, List<String> notes) {
        SampleList samples = new SampleList(file);
        found.forEach(
                (id, at) -> {
                    List<Boot> boots = new ArrayList<>();
                    at.boots()
                            .values()
                            .forEach(
                                    forks ->
                                            boots.add(
                                                    new Boot(
                                                            forks.values().stream()
                                                                    .map(Growing::done)
                                                                    .toList())));
                    try {
                        samples.add(
                                new Sample(id, variant, fingerprint, replication, boots, List.of()),
                                at.line(),
                                "benchmark");
                    } catch (SampleException e) {
                        throw new ImportException(
                                file, at.line(), String.valueOf(e.getMessage()), e);
                    }
                });
        notes.forEach(samples::note);
        return samples.finish(format);
    }
}
