package dev.ringmark.runtime.bench.shape;

import java.io.IOException;

/// A shape of one peer, ready to be repeated. One thread, a platform thread.
public interface Work extends AutoCloseable {

    /// Does it once, waits for its end, and checks what has come out.
    ///
    /// @throws WrongResultException when that is wrong
    void iterate() throws Exception;

    /// Ends all threads that were started, and gives everything back.
    @Override
    void close() throws IOException;

    /// Waits for a thread that [#close] has told to end.
    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the end of " + thread, e);
        }
    }
}
