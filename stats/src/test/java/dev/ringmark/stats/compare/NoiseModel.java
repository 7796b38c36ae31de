package dev.ringmark.stats.compare;

import java.util.SplittableRandom;

/// How forks of a benchmark scatter: logarithms of fork means of 10 iterations, about 0.
enum NoiseModel {
    /// 2 % between forks, 2 % between iterations.
    NORMAL(.02, .02),
    /// 6 % between forks, 16 % between iterations, skewed.
    LOGNORMAL(.06, .16),
    /// Three forks in ten land in a mode that is 8 % slower.
    BIMODAL(.01, .02) {
        @Override
        double shift(SplittableRandom random) {
            return random.nextDouble() < .3 ? Math.log(1.08) : 0;
        }
    },
    /// Iterations follow each other with correlation .8.
    AR_IN_FORK(.02, .02) {
        @Override
        double nextIteration(double last, SplittableRandom random) {
            return .8 * last + .6 * random.nextGaussian();
        }
    },
    /// One fork in twenty is 30 % slower.
    OUTLIER_FORKS(.02, .02) {
        @Override
        double shift(SplittableRandom random) {
            return random.nextDouble() < .05 ? Math.log(1.3) : 0;
        }
    };

    static final int ITERATIONS = 10;

    private final double between;
    private final double within;

    NoiseModel(double between, double within) {
        this.between = between;
        this.within = within;
    }

    /// Iterations of one fork, about 1.
    double[] iterations(SplittableRandom random) {
        double level = shift(random) + between * random.nextGaussian();
        double[] values = new double[ITERATIONS];
        double last = random.nextGaussian();
        for (int i = 0; i < ITERATIONS; i++) {
            values[i] = Math.exp(level + within * last);
            last = nextIteration(last, random);
        }
        return values;
    }

    /// Logarithms of n fork means.
    double[] forks(int n, SplittableRandom random) {
        double[] logs = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (double value : iterations(random)) {
                sum += value;
            }
            logs[i] = Math.log(sum / ITERATIONS);
        }
        return logs;
    }

    double shift(SplittableRandom random) {
        return 0;
    }

    double nextIteration(double last, SplittableRandom random) {
        return random.nextGaussian();
    }
}
