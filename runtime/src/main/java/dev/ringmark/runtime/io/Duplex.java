package dev.ringmark.runtime.io;

/// Both directions of a connection, which one thread may read while another one writes.
public interface Duplex extends Source, Sink {

    /// Tells the other side that nothing more is written: it reads to the end. Reading goes on.
    /// Writes after it are refused; a second call does nothing.
    void shutdownOutput();

    /// Closes both directions; reads and writes under way are cancelled and throw
    /// [dev.ringmark.runtime.task.TaskException.Closed]. Never waits; closing again does nothing.
    @Override
    void close();
}
