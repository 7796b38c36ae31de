package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Descriptor;
import dev.ringmark.runtime.shard.Driver;
import java.util.concurrent.CompletableFuture;

/// An fd that a driver owns: it is closed by the ring, after the last operation on it, so its
/// number cannot be another file's while an operation names it. Confined to the driver's thread.
///
/// @param <K> what kind of file it is
public final class OwnedFd<K extends FileKind> implements Target<K>, AutoCloseable {

    /// Tells when it is closed.
    private static final class Told extends Descriptor {

        final CompletableFuture<Integer> end = new CompletableFuture<>();

        Told(int fd) {
            super(fd, false);
        }

        @Override
        protected void closed(int result) {
            end.complete(result);
        }
    }

    private final Driver driver;
    private final Told descriptor;

    private OwnedFd(Driver driver, Told descriptor) {
        this.driver = driver;
        this.descriptor = descriptor;
    }

    /// Gives an fd to a driver, which closes it with itself at the latest.
    public static <K extends FileKind> OwnedFd<K> adopt(Driver driver, Fd<K> fd) {
        Told descriptor = new Told(fd.number());
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

    /// Completes when the close is done, with 0 or the `-errno` of the close, which has freed the
    /// number all the same. Never, while an operation that does not end keeps the file.
    public CompletableFuture<Integer> whenClosed() {
        return descriptor.end;
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
