package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.TaskException;
import java.util.List;

/// Where bytes go: a connection, the writing end of a pipe, a file.
///
/// Calls block as those of [Source] do, and end early for the same reasons. One thread writes at a
/// time, beside one that reads where it is a [Duplex]. [#close()] may come from any.
public interface Sink extends AutoCloseable {

    /// Writes as much of a part of a buffer as goes at once, and waits until that is something.
    ///
    /// The whole buffer is lent for the time of the call, and the caller's again when it returns or
    /// throws.
    ///
    /// @return how many bytes, 1 to the length of `from`; 0 if that is 0
    /// @throws RingException when the kernel refuses
    /// @throws TaskException when the wait was ended, or the sink closed; nothing was written then
    int write(Span from);

    /// As [#write(Span)], several parts one after the other, with one request where it can.
    ///
    /// @param from any number of parts; two parts of one buffer must not be among them
    /// @return how many bytes in all
    default int write(List<Span> from) {
        for (Span each : from) {
            if (each.length() > 0) {
                return write(each);
            }
        }
        return 0;
    }

    /// Writes a part of a buffer whole.
    ///
    /// What it throws when something ends it carries how much was written before:
    /// [Progress#of].
    default void writeAll(Span from) {
        int written = 0;
        try {
            while (written < from.length()) {
                written += write(Spans.from(from, written));
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, written);
        }
    }

    /// As [#writeAll(Span)], the whole of a buffer.
    default void writeAll(OwnedBuffer from) {
        writeAll(Span.of(from));
    }

    /// As [#writeAll(Span)], several parts one after the other; a partial write goes on in the
    /// middle of a part.
    default void writeAll(List<Span> from) {
        long written = 0;
        List<Span> rest = Spans.from(from, 0);
        try {
            while (!rest.isEmpty()) {
                int count = write(rest);
                written += count;
                rest = Spans.from(rest, count);
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, written);
        }
    }

    /// Closes it; a write under way on another thread is cancelled and throws
    /// [TaskException.Closed]. Never waits; closing again does nothing.
    @Override
    void close();
}
