package dev.ringmark.reports.view;

import dev.ringmark.stats.compare.VarianceComponents;
import dev.ringmark.stats.sample.Units;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How much of a benchmark's spread is between boots and how much between the forks of one, and
/// what follows for the next experiment: in words, where there are boots that repeat forks.
final class Spread {
    /// What a boot may cost, in forks.
    private static final double DEAR = 10;

    private Spread() {}

    static List<String> of(@Nullable Units base, @Nullable Units candidate) {
        List<String> sentences = new ArrayList<>();
        add(sentences, "base", base);
        add(sentences, "new", candidate);
        return sentences;
    }

    private static void add(List<String> sentences, String side, @Nullable Units units) {
        VarianceComponents components = units == null ? null : VarianceComponents.ofBoots(units);
        if (components != null) {
            sentences.add(
                    String.format(
                            Locale.ROOT,
                            "spread of %s: boots %.2g %%, forks of a boot %.2g %%; %s",
                            side,
                            100 * Math.sqrt(components.between()),
                            100 * Math.sqrt(components.within()),
                            advice(components)));
        }
    }

    private static String advice(VarianceComponents components) {
        if (components.between() == 0) {
            return "boots differ no more than their forks do";
        }
        return String.format(
                Locale.ROOT,
                "best are %d forks a boot where a boot costs as much as a fork, %d where it costs"
                    + " ten",
                Math.round(components.bestForksPerBoot(1, 1)),
                Math.round(components.bestForksPerBoot(DEAR, 1)));
    }
}
