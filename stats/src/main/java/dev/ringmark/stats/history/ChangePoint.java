package dev.ringmark.stats.history;

/// A place at which the level of a series changed.
///
/// @param id stays the same when the analysis of a longer history moves the place a little
/// @param index of the first point of the new level
/// @param revision the one at which that point was measured
/// @param ratio of the new level to the old, above 1 is slower whatever the metric's direction
/// @param p of the permutation test
public record ChangePoint(
        String id, int index, String revision, double ratio, double p, ChangeState state) {
    ChangePoint as(ChangeState changed) {
        return new ChangePoint(id, index, revision, ratio, p, changed);
    }

    ChangePoint named(String name) {
        return new ChangePoint(name, index, revision, ratio, p, state);
    }
}
