package dev.ringmark.reports.view;

import dev.ringmark.stats.compare.Cell;
import dev.ringmark.stats.compare.Interval;

import java.util.List;

/// An interval drawn to the scale of all intervals of a page, which is
/// 1000 wide, the ratio 1 in the middle.
///
/// @param cutLeft whether the interval goes on beyond the drawing
public record Forest(
        int lo, int at, int hi, boolean cutLeft, boolean cutRight, int bandLo, int bandHi) {
    private static final int HALF = 500;

    /// The widest ratio that is drawn; what lies beyond is cut.
    private static final double RATIO_MAX = 2;

    /// What a page draws from its left to its right edge.
    ///
    /// @param reach of the logarithm, each side
    /// @param margin of the band around 1
    record Scale(double reach, double margin) {
        static Scale of(List<Cell> cells, double margin) {
            double reach = 2 * Math.log1p(margin);
            for (Cell cell : cells) {
                if (cell.result() != null && cell.result().primary().interval().isBounded()) {
                    Interval interval = cell.result().primary().interval();
                    reach = Math.max(reach, Math.abs(Math.log(interval.lo())));
                    reach = Math.max(reach, Math.abs(Math.log(interval.hi())));
                }
            }
            return new Scale(Math.min(1.05 * reach, Math.log(RATIO_MAX)), margin);
        }

        Forest forest(double ratio, Interval interval) {
            return new Forest(
                    x(interval.lo()),
                    x(ratio),
                    x(interval.hi()),
                    Math.log(interval.lo()) < -reach,
                    Math.log(interval.hi()) > reach,
                    x(1 / (1 + margin)),
                    x(1 + margin));
        }

        private int x(double ratio) {
            double share = Math.max(-1, Math.min(1, Math.log(ratio) / reach));
            return (int) Math.round(HALF + HALF * share);
        }
    }
}
