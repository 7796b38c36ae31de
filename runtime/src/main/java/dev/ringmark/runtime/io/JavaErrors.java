package dev.ringmark.runtime.io;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.task.TaskException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedByInterruptException;
import javax.net.ssl.SSLException;

/// The library's exceptions in the words of java.io and java.nio.
final class JavaErrors {

    private JavaErrors() {}

    /// What a stream throws.
    static IOException ofStream(RuntimeException e) {
        return switch (e) {
            case RingException ring -> new IOException(ring.getMessage(), ring);
            case TlsException tls -> with(new SSLException(tls.getMessage()), tls);
            case UnexpectedEndException end -> with(new EOFException(end.getMessage()), end);
            case TaskException.TimedOut late ->
                    transferred(new SocketTimeoutException(late.getMessage()), late);
            case TaskException.Cancelled stop ->
                    transferred(new InterruptedIOException(stop.getMessage()), stop);
            case TaskException.Interrupted stop ->
                    transferred(new InterruptedIOException(stop.getMessage()), stop);
            case TaskException other -> new IOException(other.getMessage(), other);
            default -> throw e;
        };
    }

    /// What a channel throws.
    static IOException ofChannel(RuntimeException e) {
        return switch (e) {
            case TaskException.Closed closed -> with(new AsynchronousCloseException(), closed);
            case TaskException.Interrupted stop -> with(new ClosedByInterruptException(), stop);
            default -> ofStream(e);
        };
    }

    private static <E extends Throwable> E with(E exception, Throwable cause) {
        exception.initCause(cause);
        return exception;
    }

    private static InterruptedIOException transferred(
            InterruptedIOException exception, Throwable cause) {
        exception.bytesTransferred = (int) Math.min(Progress.of(cause), Integer.MAX_VALUE);
        return with(exception, cause);
    }
}
