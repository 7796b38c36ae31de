package dev.ringmark.runtime.op;

/// What is done to a range of a file: FALLOC_FL_* of fallocate(2).
public enum AllocateMode implements Flag {
    /// The file does not grow.
    KEEP_SIZE(0x1),
    /// Frees the range; needs KEEP_SIZE.
    PUNCH_HOLE(0x2),
    /// Takes the range out.
    COLLAPSE(0x8),
    /// Zeroes it.
    ZERO(0x10),
    /// Puts a hole in between.
    INSERT(0x20);

    private final int bits;

    AllocateMode(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
