package dev.ringmark.runtime.bench.shape;

import java.io.IOException;

/// A client's end of a connection to [EchoThreads], for one task at a time.
interface Connection extends AutoCloseable {

    /// Hears of frames.
    interface Listener {
        /// A frame is there, in the window's memory.
        ///
        /// @param at its place among those that were sent together
        void arrived(int at) throws WrongResultException;
    }

    /// Sends the first frames of its window, all of them.
    void send(int frames) throws Exception;

    /// Receives as many, and tells of each when it is there.
    void receive(int frames, Listener listener) throws Exception;

    @Override
    void close() throws IOException;
}
