package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Descriptor;
import dev.ringmark.runtime.shard.Driver;

/// An fd that a driver owns: it is closed by the ring, after the last operation on it, so its
/// number cannot be another file's while an operation names it. Confined to the driver's thread.
///
/// @param <K> what kind of file it is
public final class OwnedFd<K extends FileKind> implements Target<K>, AutoCloseable {

    private final Driver driver;
    private final Descriptor descriptor;

    private OwnedFd(Driver driver, Descriptor descriptor) {
        this.driver = driver;
        this.descriptor = descriptor;
    }

    /// Gives an fd to a driver, which closes it with itself at the latest.
    public static <K extends FileKind> OwnedFd<K> adopt(Driver driver, Fd<K> fd) {
        Descriptor descriptor = Descriptor.ofFd(fd.number());
        driver.adopt(descriptor);
        return new OwnedFd<>(driver, descriptor);
    }

    /// The fd.
    ///
    /// @throws IllegalStateException when it is closed, or about to be
    @Override
    public int number() {
        if (!descriptor.isOpen()) {
            throw new IllegalStateException(this + " is closed, or about to be");
        }
        return descriptor.number();
    }

    @Override
    public boolean isSlot() {
        return false;
    }

    /// Whether the close is done.
    public boolean isClosed() {
        return descriptor.isClosed();
    }

    /// Takes no more operations, cancels those under way, and closes the file once they have ended.
    @Override
    public void close() {
        driver.closeFile(descriptor);
    }

    Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public String toString() {
        return "fd " + descriptor.number();
    }
}
