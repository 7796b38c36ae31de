package dev.ringmark.runtime.http;

import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.io.BufferedSource;

/// The buffers of a server's connections, one to read and one to write each: those of a connection
/// that has ended serve the next one.
final class ConnectionBuffers implements AutoCloseable {

    private static final int SIZE = BufferedSource.SIZE;

    private final BufferPool pool;
    private boolean isClosed;
    private boolean isFreed;

    /// @param connectionsMax how many connections there are at most, but for some that are ending
    ConnectionBuffers(int connectionsMax) {
        pool = new BufferPool(2L * connectionsMax * SIZE, SIZE);
    }

    /// A buffer, which goes back when it is closed. One that the pool has no more room for, because
    /// connections are ending, is freed with itself.
    synchronized OwnedBuffer take() {
        OwnedBuffer pooled = isFreed ? null : pool.tryAcquire(SIZE);
        return pooled == null ? OwnedBuffer.allocate(SIZE) : pooled;
    }

    /// Frees the memory as soon as all buffers are back.
    @Override
    public synchronized void close() {
        isClosed = true;
        closeIfUnused();
    }

    /// A connection has given its buffers back.
    synchronized void closeIfUnused() {
        boolean isUnused = pool.levels().values().stream().allMatch(level -> level.used() == 0);
        if (isClosed && isUnused && !isFreed) {
            isFreed = true;
            pool.close();
        }
    }
}
