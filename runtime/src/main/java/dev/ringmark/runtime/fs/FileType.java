package dev.ringmark.runtime.fs;

/// What a name of a directory stands for: d_type of getdents(2), and the type bits of inode(7).
public enum FileType {
    FIFO(1),
    CHARACTER_DEVICE(2),
    DIRECTORY(4),
    BLOCK_DEVICE(6),
    REGULAR(8),
    SYMBOLIC_LINK(10),
    SOCKET(12),
    /// The file system does not say; ask for the status.
    UNKNOWN(0);

    private static final int MODE_SHIFT = 12;

    private final int number;

    FileType(int number) {
        this.number = number;
    }

    static FileType of(int number) {
        for (FileType each : values()) {
            if (each.number == number) {
                return each;
            }
        }
        return UNKNOWN;
    }

    /// By the mode of a status: DT_ is the type bits of the mode, shifted (dirent.h).
    static FileType ofMode(int mode) {
        return of((mode >> MODE_SHIFT) & 0xf);
    }
}
