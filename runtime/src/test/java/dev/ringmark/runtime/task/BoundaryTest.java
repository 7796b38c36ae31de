package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// Requests and replies between a loop and anybody else.
@Timeout(60)
class BoundaryTest { // SPG-060 to SPG-066, C-54

    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void a_task_answers_a_thread_and_a_thread_a_task() { // SPG-060, SPG-061, SPG-062, SPG-027
        Loops.with(
                loop -> {
                    Boundary<Integer, String> channel = Boundary.channel(4);
                    Task<Integer> server = loop.fork(() -> serve(channel, 100));
                    for (int at = 0; at < 100; at++) {
                        assertEquals("<" + at + ">", channel.call(at, Loops.PATIENCE));
                    }
                    assertEquals(100, server.join());
                    Boundary<Integer, String> other = Boundary.channel(4);
                    Thread thread = Thread.ofPlatform().start(() -> serve(other, 50));
                    Task<String> client =
                            loop.fork(
                                    () -> {
                                        for (int at = 0; at < 49; at++) {
                                            other.call(at, null);
                                        }
                                        return other.call(49, Loops.PATIENCE);
                                    });
                    assertEquals("<49>", client.join());
                    Loops.until(() -> !thread.isAlive());
                });
    }

    private static int serve(Boundary<Integer, String> channel, int count) {
        for (int at = 0; at < count; at++) {
            try (BoundaryRequest<Integer, String> each = channel.receive(Loops.PATIENCE)) {
                assertTrue(each.isWanted());
                assertTrue(each.respond("<" + each.request() + ">"));
                assertFalse(each.respond("again")); // it ends once
            }
        }
        return count;
    }

    @Test
    void a_full_channel_is_told_at_once_or_waited_for() { // SPG-061, SPG-065
        try (Boundary<Integer, Integer> channel = Boundary.channel(2)) {
            Boundary.Reply<Integer> first = channel.tryCall(1, null);
            Boundary.Reply<Integer> second = channel.tryCall(2, null);
            TaskException.Overloaded e =
                    assertThrows(TaskException.Overloaded.class, () -> channel.tryCall(3, null));
            assertTrue(String.valueOf(e.getMessage()).contains("2 requests wait"), e::toString);
            assertThrows(TaskException.TimedOut.class, () -> channel.call(4, SHORT));
            assertEquals(2, channel.waiting());
            assertEquals(1, channel.overloads());
            CompletableFuture<Integer> waits =
                    CompletableFuture.supplyAsync(() -> channel.call(5, Loops.PATIENCE));
            for (int at = 0; at < 3; at++) {
                BoundaryRequest<Integer, Integer> each = channel.receive(Loops.PATIENCE);
                assertTrue(each.respond(each.request() * 10));
            }
            assertEquals(10, first.await(Loops.PATIENCE));
            assertEquals(20, second.await(Loops.PATIENCE));
            assertEquals(50, waits.join());
            assertEquals(0, channel.served() + channel.waiting());
        }
    }

    @Test
    void a_client_that_leaves_takes_its_request_back() { // SPG-063, SPG-064, SPG-065
        try (Boundary<String, String> channel = Boundary.channel(1)) {
            Boundary.Reply<String> waiting = channel.tryCall("waits", null);
            assertThrows(TaskException.TimedOut.class, () -> waiting.await(SHORT));
            assertEquals(0, channel.waiting(), "there is room again");
            Boundary.Reply<String> taken = channel.tryCall("taken", null);
            BoundaryRequest<String, String> request = channel.receive(Loops.PATIENCE);
            assertTrue(taken.cancel());
            assertFalse(taken.cancel());
            assertFalse(request.isWanted());
            assertFalse(request.respond("too late")); // safe all the same
            assertThrows(TaskException.Cancelled.class, () -> taken.await(null));
            assertEquals(0, channel.served());
        }
    }

    @Test
    void a_deadline_is_seen_by_the_server() { // SPG-061, SPG-063
        try (Boundary<String, String> channel = Boundary.channel(4)) {
            channel.tryCall("for ever", null);
            BoundaryRequest<String, String> patient = channel.receive(Loops.PATIENCE);
            assertNull(patient.left());
            channel.tryCall("a minute", Duration.ofMinutes(1));
            Duration left = channel.receive(Loops.PATIENCE).left();
            assertNotNull(left);
            assertTrue(left.compareTo(Duration.ofSeconds(50)) > 0, left::toString);
            Boundary.Reply<String> late = channel.tryCall("too late", Duration.ZERO);
            assertNull(channel.poll(), "nobody wants it any more");
            assertThrows(TaskException.TimedOut.class, () -> late.await(Loops.PATIENCE));
        }
    }

    @Test
    void a_server_that_goes_is_told_to_its_client() { // SPG-065, C-54
        Boundary<String, String> channel = Boundary.channel(4);
        Boundary.Reply<String> dropped = channel.tryCall("dropped", null);
        channel.receive(Loops.PATIENCE).close();
        assertThrows(TaskException.Closed.class, () -> dropped.await(Loops.PATIENCE));
        Boundary.Reply<String> failed = channel.tryCall("failed", null);
        channel.receive(Loops.PATIENCE).fail(new ArithmeticException("on purpose"));
        TaskException.Failed e =
                assertThrows(TaskException.Failed.class, () -> failed.await(Loops.PATIENCE));
        assertInstanceOf(ArithmeticException.class, e.getCause());
        Boundary.Reply<String> served = channel.tryCall("served", null);
        BoundaryRequest<String, String> request = channel.receive(Loops.PATIENCE);
        Boundary.Reply<String> waiting = channel.tryCall("waiting", null);
        CompletableFuture<?> server =
                CompletableFuture.runAsync(
                        () -> {
                            BoundaryRequest<String, String> own = channel.receive(null);
                            own.close();
                            channel.receive(null);
                        });
        assertThrows(TaskException.Closed.class, () -> waiting.await(Loops.PATIENCE));
        channel.close();
        assertThrows(TaskException.Closed.class, () -> served.await(Loops.PATIENCE));
        assertFalse(request.respond("too late"));
        assertThrows(TaskException.Closed.class, () -> channel.tryCall("closed", null));
        assertThrows(TaskException.Closed.class, () -> channel.call("closed", null));
        assertThrows(RuntimeException.class, server::join);
    }

    @Test
    void nothing_waits_on_a_loops_own_thread() { // SPG-066
        Loops.with(
                loop -> {
                    Boundary<Integer, Integer> channel = Boundary.channel(1);
                    CompletableFuture<Throwable> refused = new CompletableFuture<>();
                    loop.execute(
                            () -> {
                                try {
                                    channel.call(1, null);
                                } catch (IllegalStateException e) {
                                    refused.complete(e);
                                }
                            });
                    String message = String.valueOf(refused.join().getMessage());
                    assertTrue(message.contains("cannot wait for a reply"), message);
                });
    }

    /// Clients with little patience, servers that are slow, fail or drop, and the end of the
    /// channel in the thick of it: each request ends once, and nobody is left.
    @Test
    void every_request_ends_once() throws InterruptedException { // I-01, I-06, C-54
        Boundary<Integer, Integer> channel = Boundary.channel(8);
        AtomicInteger ended = new AtomicInteger();
        int clients = 8;
        int each = 500;
        CountDownLatch half = new CountDownLatch(clients * each / 2);
        List<Thread> threads = new ArrayList<>();
        for (int at = 0; at < 2; at++) {
            threads.add(Thread.ofVirtual().start(() -> serveBadly(channel)));
        }
        List<Thread> askers = new ArrayList<>();
        for (int at = 0; at < clients; at++) {
            askers.add(
                    Thread.ofVirtual()
                            .start(
                                    () -> {
                                        for (int question = 0; question < each; question++) {
                                            ask(channel, question);
                                            ended.incrementAndGet();
                                            half.countDown();
                                        }
                                    }));
        }
        half.await();
        assertTrue(channel.waiting() <= 8, "a bound");
        channel.close();
        for (Thread thread : askers) {
            thread.join();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(clients * each, ended.get());
        assertEquals(0, channel.waiting() + channel.served());
    }

    private static void ask(Boundary<Integer, Integer> channel, int question) {
        Duration time = Duration.ofNanos(1 + ThreadLocalRandom.current().nextInt(300_000));
        try {
            int answer = channel.call(question, time);
            assertEquals(-question, answer);
        } catch (TaskException e) {
            assertTrue(
                    e instanceof TaskException.TimedOut
                            || e instanceof TaskException.Failed
                            || e instanceof TaskException.Closed,
                    e::toString);
        }
    }

    private static void serveBadly(Boundary<Integer, Integer> channel) {
        while (true) {
            try (BoundaryRequest<Integer, Integer> request = channel.receive(null)) {
                switch (ThreadLocalRandom.current().nextInt(8)) {
                    case 0 -> {} // dropped
                    case 1 -> request.fail(new ArithmeticException("on purpose"));
                    case 2 -> Task.sleep(Duration.ofNanos(200_000));
                    default -> request.respond(-request.request());
                }
            } catch (TaskException.Closed e) {
                return;
            }
        }
    }

    @Test
    void bad_arguments_are_named() {
        assertThrows(IllegalArgumentException.class, () -> Boundary.channel(0));
        try (Boundary<Integer, Integer> channel = Boundary.channel(1)) {
            assertThrows(
                    IllegalArgumentException.class, () -> channel.tryCall(1, Duration.ofNanos(-1)));
        }
    }
}
