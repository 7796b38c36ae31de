package dev.ringmark.runtime.bench.shape;

import java.io.IOException;

/// A pipe or a connection with messages of one size in one direction, each with its number. One
/// task writes while another one reads.
interface Line extends AutoCloseable {

    /// Writes the next message whole.
    void write() throws Exception;

    /// Reads the next message whole, and looks whether it is that one.
    void read() throws Exception;

    @Override
    void close() throws IOException;
}
