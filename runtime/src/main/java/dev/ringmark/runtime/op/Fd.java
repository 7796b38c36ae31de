package dev.ringmark.runtime.op;

/// A file descriptor of the process, as a number with a kind.
///
/// Owns nothing: who opened it closes it, after the last operation on it. The kernel takes its
/// reference when the SQE is consumed, and a number that is reused by then names the new file.
///
/// @param number 0 or more
/// @param <K> what kind of file it is
public record Fd<K extends FileKind>(int number) implements Target<K> {

    /// The directory that relative paths start from: AT_FDCWD of fcntl.h.
    public static final Fd<FileKind.Directory> WORKING_DIRECTORY = new Fd<>(-100);

    /// @throws IllegalArgumentException when it is neither an fd nor AT_FDCWD
    public Fd {
        if (number < 0 && number != -100) {
            throw new IllegalArgumentException(
                    "fd: " + number + ", expected 0.." + Integer.MAX_VALUE);
        }
    }

    /// A file of a kind that is not known.
    public static Fd<FileKind.Any> of(int number) {
        return new Fd<>(number);
    }

    @Override
    public boolean isSlot() {
        return false;
    }

    @Override
    public String toString() {
        return "fd " + number;
    }
}
