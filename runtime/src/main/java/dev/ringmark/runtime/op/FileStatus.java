package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;

/// What a file is like: the main fields of `struct statx` (statx(2)).
///
/// @param mode type and permissions, as inode(7) has them
/// @param links how many names it has
/// @param user its owner's id
/// @param group its group's id
/// @param inode its number on its file system
/// @param size in bytes
/// @param blocks how many blocks of 512 bytes it has on the disk
/// @param modifiedSeconds when its content changed last, since 1970
public record FileStatus(
        int mode,
        int links,
        int user,
        int group,
        long inode,
        long size,
        long blocks,
        long modifiedSeconds) {

    static final long SIZE = 256;

    private static final int TYPE = 0170000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;

    /* Offset, size, field of struct statx:
     *   16 4 nlink, 20 4 uid, 24 4 gid, 28 2 mode, 32 8 ino, 40 8 size, 48 8 blocks, 112 8 mtime */
    static FileStatus from(MemorySegment statx) {
        return new FileStatus(
                Short.toUnsignedInt(statx.get(JAVA_SHORT, 28)),
                statx.get(JAVA_INT, 16),
                statx.get(JAVA_INT, 20),
                statx.get(JAVA_INT, 24),
                statx.get(JAVA_LONG, 32),
                statx.get(JAVA_LONG, 40),
                statx.get(JAVA_LONG, 48),
                statx.get(JAVA_LONG, 112));
    }

    /// Whether it is a directory.
    public boolean isDirectory() {
        return (mode & TYPE) == DIRECTORY;
    }

    /// Whether it is a regular file.
    public boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }
}
