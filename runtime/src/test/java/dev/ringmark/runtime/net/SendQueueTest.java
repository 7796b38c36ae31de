package dev.ringmark.runtime.net;

import static dev.ringmark.runtime.net.Net.PATIENCE;
import static dev.ringmark.runtime.net.Net.text;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SendQueueTest { // SPG-076, UM-14

    @Test
    void frames_of_many_tasks_arrive_whole_and_each_tasks_in_order() {
        int tasks = 20;
        int frames = 50;
        int size = 64;
        Net.both(
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    SendQueue queue = new SendQueue(pair.first(), 1000);
                    List<Task<String>> senders = new ArrayList<>();
                    for (int task = 0; task < tasks; task++) {
                        int number = task;
                        senders.add(
                                loop.fork(
                                        () -> {
                                            try (OwnedBuffer frame = OwnedBuffer.allocate(size)) {
                                                for (int at = 0; at < frames; at++) {
                                                    frame.view().set(JAVA_INT, 0, number);
                                                    frame.view().set(JAVA_INT, size - 4, at);
                                                    queue.send(Span.of(frame));
                                                }
                                            }
                                            return "";
                                        }));
                    }
                    int[] next = new int[tasks];
                    try (OwnedBuffer frame = OwnedBuffer.allocate(size)) {
                        for (int at = 0; at < tasks * frames; at++) {
                            int filled = 0;
                            while (filled < size) {
                                filled +=
                                        pair.second().read(new Span(frame, filled, size - filled));
                            }
                            int task = frame.view().get(JAVA_INT, 0);
                            assertEquals(next[task]++, frame.view().get(JAVA_INT, size - 4));
                        }
                    }
                    senders.forEach(Task::join);
                    assertTrue(queue.isIdle());
                    pair.close();
                });
    }

    @Test
    void what_is_in_line_goes_out_with_one_request() {
        Net.onTask(
                Kernel.host(),
                Net.options(),
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    SendQueue queue = new SendQueue(pair.first(), 1000);
                    long before = loop.counts().accepted();
                    for (int at = 0; at < 32; at++) {
                        queue.add(text("frame " + at + ";"));
                    }
                    queue.flush();
                    assertEquals(before + 1, loop.counts().accepted());
                    queue.flush();
                    try (OwnedBuffer buffer = OwnedBuffer.allocate(1000)) {
                        String got = text(buffer, pair.second().read(buffer));
                        assertTrue(got.startsWith("frame 0;frame 1;") && got.endsWith("31;"), got);
                    }
                    pair.close();
                });
    }

    @Test
    void a_full_line_makes_its_callers_wait_and_an_end_is_everybodys() {
        Net.both(
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    pair.first().set(SocketOption.SEND_BUFFER, 4096);
                    SendQueue queue = new SendQueue(pair.first(), 100_000);
                    List<OwnedBuffer> buffers = new ArrayList<>();
                    for (int at = 0; at < 3; at++) {
                        buffers.add(OwnedBuffer.allocate(90_000));
                    }
                    Task<String> first =
                            loop.fork(
                                    () -> {
                                        queue.send(Span.of(buffers.get(0)));
                                        return "";
                                    });
                    Net.until(() -> buffers.get(0).isLent());
                    try (Scope _ = Scope.open(Net.SHORT)) {
                        assertThrows(
                                TaskException.TimedOut.class,
                                () -> queue.add(Span.of(buffers.get(1)))); // no room
                    }
                    first.cancel(); // in the middle of its frame: nobody can go on behind that
                    assertThrows(TaskException.Failed.class, () -> first.join(PATIENCE));
                    TaskException e =
                            assertThrows(
                                    TaskException.Closed.class,
                                    () -> queue.send(Span.of(buffers.get(2))));
                    assertTrue(e.getCause() instanceof TaskException.Cancelled, e::toString);
                    assertTrue(queue.isIdle());
                    buffers.forEach(OwnedBuffer::close);
                    pair.close();
                });
    }

    @Test
    void who_leaves_the_line_does_not_hold_the_others_up() {
        Net.both(
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    pair.first().set(SocketOption.SEND_BUFFER, 4096);
                    SendQueue queue = new SendQueue(pair.first(), 1_000_000);
                    OwnedBuffer large = OwnedBuffer.allocate(100_000);
                    OwnedBuffer left = OwnedBuffer.allocate(10);
                    OwnedBuffer last = OwnedBuffer.allocate(10);
                    Task<String> first = sender(loop, queue, large);
                    Net.until(large::isLent);
                    Task<String> leaver = sender(loop, queue, left);
                    Net.until(() -> !leaver.waitsFor().isEmpty());
                    Task<String> other = sender(loop, queue, last);
                    Net.until(() -> !other.waitsFor().isEmpty());
                    leaver.cancel();
                    assertThrows(TaskException.Failed.class, () -> leaver.join(PATIENCE));
                    int read = 0;
                    try (OwnedBuffer buffer = OwnedBuffer.allocate(65536)) {
                        while (read < 100_020) {
                            read += pair.second().read(buffer);
                        }
                    }
                    first.join(PATIENCE);
                    other.join(PATIENCE);
                    assertTrue(queue.isIdle());
                    List.of(large, left, last).forEach(OwnedBuffer::close);
                    pair.close();
                });
    }

    private static Task<String> sender(Loop loop, SendQueue queue, OwnedBuffer buffer) {
        return loop.fork(
                () -> {
                    queue.send(Span.of(buffer));
                    return "";
                });
    }
}
