package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PipeTest { // UM-53

    private static String read(PipeReader from) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            return text(buffer, from.read(Span.of(buffer)));
        }
    }

    @Test
    void two_pipes_have_what_was_written_once() {
        Net.both(
                loop -> {
                    Pipe from = Pipe.open(loop);
                    Pipe to = Pipe.open(loop);
                    from.writer().writeAll(text("hello world"));
                    assertEquals(5, from.reader().teeTo(to.writer(), 5));
                    assertEquals("hello", read(to.reader()));
                    assertEquals("hello world", read(from.reader())); // nothing was taken
                    Task<Integer> waits = loop.fork(() -> from.reader().teeTo(to.writer(), 100));
                    from.writer().writeAll(text("more"));
                    assertEquals(4, waits.join());
                    assertEquals("more", read(to.reader()));
                    assertEquals("more", read(from.reader()));
                    try (Scope _ = Scope.open(Net.SHORT)) {
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> from.reader().teeTo(to.writer(), 1));
                    }
                    from.writer().close();
                    assertEquals(-1, from.reader().teeTo(to.writer(), 1));
                    from.reader().close();
                    to.writer().close();
                    to.reader().close();
                });
    }
}
