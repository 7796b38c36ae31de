package dev.ringmark.runtime.op;

/// The file of an operation: an fd of the process, one that the driver owns, or a slot of the
/// ring's table of files.
///
/// The two are different types because their numbers look the same: slot 5 given as fd 5 is another
/// file.
///
/// @param <K> what kind of file it is
public sealed interface Target<K extends FileKind> permits Fd, FileSlot, OwnedFd {

    /// The number as the SQE has it.
    ///
    /// @throws IllegalStateException when the file is known to be gone
    int number();

    /// Whether the number is a slot, and the SQE so needs FIXED_FILE.
    boolean isSlot();
}
