package dev.ringmark.stats.compare;

/// How far apart two sets of units are, without a scale.
///
/// `slowerProbability` is the share of pairs in which the candidate's unit is slower, ties half;
/// Cliff's delta is twice that less 1.
public record EffectSize(double cliffsDelta, double slowerProbability) {
    /// Of slowness values: larger is slower.
    public static EffectSize of(double[] base, double[] candidate) {
        long slower = 0;
        long faster = 0;
        for (double x : base) {
            for (double y : candidate) {
                if (y > x) {
                    slower++;
                } else if (y < x) {
                    faster++;
                }
            }
        }
        double delta = (double) (slower - faster) / ((double) base.length * candidate.length);
        return new EffectSize(delta, (delta + 1) / 2);
    }
}
