package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.TaskException;
import java.util.List;

/// Where bytes come from: a connection, the reading end of a pipe, a file.
///
/// Calls block the calling thread, best a task of the loop. A call ends early for what ends every
/// wait: a scope's time, a cancel, an interrupt ([TaskException], see docs/tasks.md). Bytes that
/// had come by then are not lost: such a call returns them, and the next wait throws.
///
/// One thread reads at a time. [#close()] may come from any.
public interface Source extends AutoCloseable {

    /// Reads what there is into a part of a buffer, and waits until there is at least one byte.
    ///
    /// The whole buffer is lent for the time of the call (docs/memory.md), and the caller's again
    /// when it returns or throws. Bytes of it outside the part are never written.
    ///
    /// @param into where to; of length 0 nothing is read or waited for
    /// @return how many bytes, at most the length of `into`; -1 at the end of the stream, and from
    ///     then on
    /// @throws RingException when the kernel refuses
    /// @throws TaskException when the wait was ended, or the source closed
    int read(Span into);

    /// As [#read(Span)], into the whole of a buffer.
    default int read(OwnedBuffer into) {
        return read(Span.of(into));
    }

    /// Reads into several parts, each filled before the next; one that cannot do so with one
    /// request fills no more than the first that is not empty.
    ///
    /// @return how many bytes in all, or -1 at the end
    default int read(List<Span> into) {
        for (Span each : into) {
            if (each.length() > 0) {
                return read(each);
            }
        }
        return 0;
    }

    /// Closes it; a read under way on another thread is cancelled and throws
    /// [TaskException.Closed]. Never waits; closing again does nothing.
    @Override
    void close();
}
