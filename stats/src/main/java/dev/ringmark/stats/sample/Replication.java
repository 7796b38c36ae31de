package dev.ringmark.stats.sample;

/// The level that was repeated independently, and of which one value each is compared.
///
/// An iteration is none: iterations of one process share its layout and its compilation, and taking
/// them for repetitions raises a false alarm in a third of all comparisons.
public enum Replication {
    /// Boots: for kernel against kernel.
    BOOT,
    /// Processes: for jar against jar on one machine.
    FORK;

    /// `boot`, `boots`.
    public String counted(long count) {
        return SampleException.words(this) + (count == 1 ? "" : "s");
    }
}
