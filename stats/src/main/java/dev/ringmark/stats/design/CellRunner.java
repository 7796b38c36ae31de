package dev.ringmark.stats.design;

import dev.ringmark.stats.sample.Sample;
import java.util.List;

/// Runs one fork and gives what it measured.
public interface CellRunner {
    /// One fork of one benchmark with one variant: a sample for each measure, each of one fork. A
    /// fork that fails is given as one that is excluded, with its cause.
    ///
    /// @throws CellException if there is nothing to give, and no other cell would fare better
    List<Sample> run(PlannedCell cell);
}
