package dev.ringmark.stats.compare;

import java.util.SplittableRandom;

/// How a machine changes while a plan runs.
enum DriftModel {
    /// Not at all.
    NONE,
    /// 4 % slower from the first run to the last.
    LINEAR,
    /// Successive runs correlate by .9, standard deviation 3 %.
    AUTOREGRESSIVE,
    /// 3 % slower from some run on.
    STEP;

    private static final double NOISE = .01;

    /// Differences of the two runs of each block; which runs first is drawn.
    double[] pairs(int blocks, SplittableRandom random) {
        int runs = 2 * blocks;
        double[] value = new double[runs];
        double walk = random.nextGaussian();
        int step = random.nextInt(runs);
        for (int t = 0; t < runs; t++) {
            double machine =
                    switch (this) {
                        case NONE -> 0;
                        case LINEAR -> .04 * t / (runs - 1);
                        case AUTOREGRESSIVE -> .03 * walk;
                        case STEP -> t >= step ? .03 : 0;
                    };
            walk = .9 * walk + Math.sqrt(1 - .81) * random.nextGaussian();
            value[t] = machine + NOISE * random.nextGaussian();
        }
        double[] d = new double[blocks];
        for (int b = 0; b < blocks; b++) {
            double first = value[2 * b];
            double second = value[2 * b + 1];
            d[b] = random.nextBoolean() ? second - first : first - second;
        }
        return d;
    }
}
