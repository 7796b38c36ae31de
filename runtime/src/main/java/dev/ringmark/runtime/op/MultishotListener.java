package dev.ringmark.runtime.op;

/// Hears the answers to a multishot, on the driver's thread.
///
/// @param <R> what one answer means
public interface MultishotListener<R> {

    /// One answer.
    void next(MultishotRun<R> run, R answer);

    /// There will be no more.
    ///
    /// @param end what ended it: an error, a cancel, or the end of a stream
    void ended(MultishotRun<R> run, Completed<R> end);
}
