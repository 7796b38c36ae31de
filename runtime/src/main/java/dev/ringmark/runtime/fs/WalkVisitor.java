package dev.ringmark.runtime.fs;

import java.nio.file.Path;

/// Hears of everything under a directory.
@FunctionalInterface
public interface WalkVisitor {

    /// Where a walk goes from here.
    enum Next {
        /// On, into this if it is a directory.
        ON,
        /// On, but not into this.
        PAST,
        /// Nowhere.
        STOP
    }

    /// A name was found. It may be gone already.
    Next visit(Path path, DirectoryEntry entry);
}
