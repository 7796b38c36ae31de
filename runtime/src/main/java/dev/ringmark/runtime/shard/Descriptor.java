package dev.ringmark.runtime.shard;

/// A file that a driver closes: an fd or a direct descriptor, and who still names it.
///
/// The number is free for another file only when the close has been done, and the close is done
/// only when the last operation that names it has ended. So an operation never hits a file that
/// came later under the same number, as it would after a plain close(2): an operation under way
/// keeps its file, not its number.
///
/// Owned by one driver from [Driver#adopt] on; not safe for threads.
public class Descriptor {

    /// Where it is in its life.
    enum State {
        /// Not a driver's yet.
        LOOSE,
        OPEN,
        /// To be closed once nobody names it.
        DRAINING,
        /// In line for a CLOSE.
        CLOSING,
        /// The CLOSE is in the ring.
        UNDER_WAY,
        CLOSED
    }

    private final int number;
    private final boolean isDirect;
    State state = State.LOOSE;

    /// How many operations that name it have not been released.
    int users;

    /// A descriptor by its number.
    ///
    /// @param isDirect whether it is an index into the ring's table of files, not an fd
    protected Descriptor(int number, boolean isDirect) {
        if (number < 0) {
            throw new IllegalArgumentException("number: " + number + ", expected 0 or more");
        }
        this.number = number;
        this.isDirect = isDirect;
    }

    /// An fd.
    public static Descriptor ofFd(int fd) {
        return new Descriptor(fd, false);
    }

    /// An index into the ring's table of registered files.
    public static Descriptor ofSlot(int slot) {
        return new Descriptor(slot, true);
    }

    /// The fd, or the index.
    public final int number() {
        return number;
    }

    /// Whether the number is an index into the ring's table of files.
    public final boolean isDirect() {
        return isDirect;
    }

    /// Whether operations may still name it.
    public final boolean isOpen() {
        return state == State.LOOSE || state == State.OPEN;
    }

    /// Whether the close is done, so that the number may be another file's.
    public final boolean isClosed() {
        return state == State.CLOSED;
    }

    /// The close is done; on the driver's thread.
    ///
    /// @param result 0, or the `-errno` of the close, which has freed the number all the same
    protected void closed(int result) {}
}
