package dev.ringmark.runtime.io;

/// How many bytes had been moved when an exception ended a transfer of several steps.
///
/// It travels with the exception, as one that is suppressed, so that what ended the transfer keeps
/// its type and a scope knows its own.
///
/// ```
/// try {
///     sink.writeAll(spans);
/// } catch (TaskException.TimedOut e) {
///     long written = Progress.of(e);
/// }
/// ```
public final class Progress extends Exception {

    private static final long serialVersionUID = 1L;

    private final long bytes;

    private Progress(long bytes) {
        super(bytes + " bytes had been moved", null, false, false);
        this.bytes = bytes;
    }

    /// How many bytes had been moved before; 0 when the exception says nothing of it.
    public static long of(Throwable exception) {
        long bytes = 0;
        for (Throwable each : exception.getSuppressed()) {
            if (each instanceof Progress progress) {
                bytes = progress.bytes;
            }
        }
        return bytes;
    }

    /// The exception with a note of how many bytes were moved; for whoever moves them.
    ///
    /// @param bytes 0 or more; the last note on an exception counts, and so the outermost transfer
    public static <E extends Throwable> E add(E exception, long bytes) {
        exception.addSuppressed(new Progress(bytes));
        return exception;
    }
}
