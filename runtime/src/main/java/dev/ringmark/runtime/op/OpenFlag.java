package dev.ringmark.runtime.op;

/// How a file is opened: O_* of open(2), as x86 and RISC-V number them. CLOEXEC is always set.
public enum OpenFlag implements Flag {
    /// For writing only.
    WRITE_ONLY(0x1),
    /// For reading and writing; without either, for reading.
    READ_WRITE(0x2),
    /// Makes it if it is not there.
    CREATE(0x40),
    /// Fails if it is there.
    EXCLUSIVE(0x80),
    /// Empties it.
    TRUNCATE(0x200),
    /// Every write goes to the end.
    APPEND(0x400),
    /// Calls on it do not wait.
    NONBLOCK(0x800),
    /// Writes wait for the data to be on the disk.
    DATA_SYNC(0x1000),
    /// Past the page cache; memory, offset and length are aligned to the device.
    DIRECT(0x4000),
    /// Fails unless it is a directory.
    DIRECTORY(0x10000),
    /// Fails if it is a symbolic link.
    NO_FOLLOW(0x20000),
    /// Only a place, nothing can be read.
    PATH(0x200000),
    /// A file without a name in a directory.
    TEMPORARY(0x410000);

    private final int bits;

    OpenFlag(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }
}
