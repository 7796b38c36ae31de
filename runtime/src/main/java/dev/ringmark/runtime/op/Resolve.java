package dev.ringmark.runtime.op;

/// How far a path may lead: RESOLVE_* of openat2(2).
public enum Resolve implements Flag {
    /// Stays on the file system.
    NO_CROSS_DEVICE(0x1),
    /// Follows no link of /proc.
    NO_MAGIC_LINKS(0x2),
    /// Follows no symbolic link.
    NO_SYMBOLIC_LINKS(0x4),
    /// Stays beneath the directory.
    BENEATH(0x8),
    /// Takes the directory for the root.
    IN_ROOT(0x10),
    /// -EAGAIN unless the path is cached (since 5.12).
    CACHED(0x20);

    private final int bits;

    Resolve(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
