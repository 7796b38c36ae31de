package dev.ringmark.chaos.coverage;

/// The ways of branches that were seen, by number; one per [BranchLoader].
public final class Hits {

    /// More than there are.
    static final int COUNT_MAX = 1 << 14;

    private static final boolean[] SEEN = new boolean[COUNT_MAX];

    private Hits() {}

    /// Called by the code between a branch and what it leads to.
    public static void at(int number) {
        SEEN[number] = true;
    }

    /// What was seen so far.
    public static boolean[] seen() {
        return SEEN.clone();
    }
}
