package dev.ringmark.runtime.fs;

import dev.ringmark.runtime.op.FileStatus;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Everything under a directory, each directory before what is in it; symbolic links are named and
/// not followed.
///
/// One directory is open for each level, so at most `depthMax` of them.
final class Walk {

    private final FileSystem files;
    private final int depthMax;
    private final WalkVisitor visitor;

    Walk(FileSystem files, int depthMax, WalkVisitor visitor) {
        if (depthMax < 1 || depthMax > FileSystem.DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "depthMax: " + depthMax + ", expected 1.." + FileSystem.DEPTH_MAX);
        }
        this.files = files;
        this.depthMax = depthMax;
        this.visitor = visitor;
    }

    /// Visits what is under a directory, and says whether to go on.
    boolean under(Path directory, int depth) {
        try (Directory names = files.directory(directory)) {
            for (DirectoryEntry entry = names.next(); entry != null; entry = names.next()) {
                Path path = directory.resolve(entry.name());
                DirectoryEntry known = typed(path, entry);
                if (known == null) {
                    continue; // it is gone
                }
                WalkVisitor.Next next = visitor.visit(path, known);
                if (next == WalkVisitor.Next.STOP) {
                    return false;
                }
                boolean isDeeper =
                        known.type() == FileType.DIRECTORY
                                && next == WalkVisitor.Next.ON
                                && depth < depthMax;
                if (isDeeper && !under(path, depth + 1)) {
                    return false;
                }
            }
        }
        return true;
    }

    private @Nullable DirectoryEntry typed(Path path, DirectoryEntry entry) {
        if (entry.type() != FileType.UNKNOWN) {
            return entry;
        }
        FileStatus status = files.find(path, false);
        return status == null
                ? null
                : new DirectoryEntry(entry.name(), FileType.ofMode(status.mode()), entry.inode());
    }
}
