package dev.ringmark.runtime.fs;

/// What becomes of a file that has the new name already.
public enum RenameMode {
    /// It loses its name, in one step.
    REPLACE(0),
    /// The rename fails with -EEXIST.
    KEEP(1),
    /// It gets the old name, in one step.
    EXCHANGE(2);

    /// RENAME_ of renameat2(2).
    final int bits;

    RenameMode(int bits) {
        this.bits = bits;
    }
}
