package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// What tasks of several loops share: mailboxes, tokens, groups, and the JDK's locks and queues.
@Timeout(60)
class MailboxTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    @Test
    void a_mailbox_has_a_bound_on_which_senders_wait() { // POLY-08, UM-51
        Loops.with(
                loop -> {
                    Mailbox<Integer> box = new Mailbox<>(2);
                    assertTrue(box.trySend(1));
                    assertTrue(box.trySend(2));
                    assertFalse(box.trySend(3));
                    assertThrows(TaskException.TimedOut.class, () -> box.send(3, SHORT));
                    assertEquals(2, box.size());
                    Task<Integer> sender =
                            loop.fork(
                                    () -> {
                                        for (int at = 3; at <= 100; at++) {
                                            box.send(at, Loops.PATIENCE);
                                        }
                                        box.close();
                                        return box.size();
                                    });
                    List<Integer> got = new ArrayList<>();
                    box.receiveLoop(got::add); // POLY-11
                    assertTrue(sender.join() <= 2);
                    assertEquals(100, got.size());
                    for (int at = 0; at < 100; at++) {
                        assertEquals(at + 1, got.get(at));
                    }
                    assertThrows(TaskException.Closed.class, () -> box.trySend(1));
                    assertThrows(TaskException.Closed.class, () -> box.receive(null));
                    assertNull(box.poll());
                });
        assertThrows(IllegalArgumentException.class, () -> new Mailbox<>(0));
    }

    @Test
    void a_receive_loop_ends_by_a_cancel_too() { // POLY-11, UM-27
        Loops.with(
                loop -> {
                    Mailbox<String> box = new Mailbox<>(1);
                    Task<Object> receiver =
                            loop.fork(
                                    () -> {
                                        box.receiveLoop(_ -> {});
                                        return "";
                                    });
                    Loops.until(() -> receiver.waitsFor().equals("a letter in a mailbox"));
                    receiver.cancel(); // and POLY-23: what it waits for can be asked
                    TaskException.Failed e =
                            assertThrows(TaskException.Failed.class, receiver::join);
                    assertInstanceOf(TaskException.Cancelled.class, e.getCause());
                });
    }

    /// Many senders and receivers on two loops and outside, with times that run out.
    @Test
    void each_letter_is_received_once() { // UM-51, I-01
        int each = 2000;
        Mailbox<Integer> box = new Mailbox<>(3);
        AtomicInteger sum = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        try (Loop one = Loops.start();
                Loop two = Loops.start()) {
            List<Task<Integer>> senders = new ArrayList<>();
            List<Task<Object>> receivers = new ArrayList<>();
            for (int at = 0; at < 4; at++) {
                Loop loop = at % 2 == 0 ? one : two;
                senders.add(loop.fork(() -> sendAll(box, each)));
                receivers.add(
                        loop.fork(
                                () -> {
                                    receiveAll(box, sum, received);
                                    return "";
                                }));
            }
            senders.forEach(Task::join);
            box.close();
            receivers.forEach(Task::join);
        }
        assertEquals(4 * each, received.get());
        assertEquals(4 * (each - 1) * each / 2, sum.get());
    }

    private static int sendAll(Mailbox<Integer> box, int count) {
        for (int at = 0; at < count; ) {
            try {
                box.send(at, Duration.ofNanos(50_000));
                at++;
            } catch (TaskException.TimedOut e) {
                Task.snooze();
            }
        }
        return count;
    }

    private static void receiveAll(
            Mailbox<Integer> box, AtomicInteger sum, AtomicInteger received) {
        while (true) {
            try {
                sum.addAndGet(box.receive(Duration.ofNanos(50_000)));
                received.incrementAndGet();
            } catch (TaskException.TimedOut e) {
                Task.snooze();
            } catch (TaskException.Closed e) {
                return;
            }
        }
    }

    /// The JDK's own work between tasks of several loops.
    @Test
    void queues_and_locks_of_the_jdk_work_between_loops()
            throws Exception { // UM-44, UM-51, POLY-08
        int each = 2000;
        BlockingQueue<Integer> queue = new ArrayBlockingQueue<>(4);
        ReentrantLock lock = new ReentrantLock();
        int[] counted = new int[1];
        try (Loop one = Loops.start();
                Loop two = Loops.start()) {
            List<Task<Integer>> tasks = new ArrayList<>();
            for (int at = 0; at < 4; at++) {
                Loop from = at % 2 == 0 ? one : two;
                Loop to = at % 2 == 0 ? two : one;
                tasks.add(
                        from.fork(
                                () -> {
                                    for (int item = 0; item < each; item++) {
                                        queue.put(item);
                                    }
                                    return 0;
                                }));
                tasks.add(
                        to.fork(
                                () -> {
                                    int sum = 0;
                                    for (int item = 0; item < each; item++) {
                                        sum += queue.take();
                                        lock.lock();
                                        try {
                                            counted[0]++;
                                        } finally {
                                            lock.unlock();
                                        }
                                    }
                                    return sum;
                                }));
            }
            int sum = 0;
            for (Task<Integer> task : tasks) {
                sum += task.join(Loops.PATIENCE);
            }
            assertEquals(4 * (each - 1) * each / 2, sum);
            assertEquals(4 * each, counted[0]);
        }
    }

    @Test
    void a_token_ends_the_waits_of_many() { // SPG-115
        CancellationToken token = new CancellationToken();
        AtomicInteger begun = new AtomicInteger();
        try (Loop one = Loops.start();
                Loop two = Loops.start()) {
            List<Task<String>> tasks = new ArrayList<>();
            for (int at = 0; at < 8; at++) {
                tasks.add(
                        (at % 2 == 0 ? one : two)
                                .fork(
                                        () -> {
                                            try (Scope scope = token.open(null)) {
                                                begun.incrementAndGet();
                                                Task.sleep(Duration.ofDays(1));
                                                return scope.isCancelled() ? "too late" : "woke";
                                            } catch (TaskException.Cancelled e) {
                                                return "cancelled";
                                            }
                                        }));
            }
            Task<Boolean> waiter =
                    one.fork(
                            () -> {
                                token.await(null);
                                return token.isCancelled();
                            });
            Loops.until(() -> begun.get() == 8);
            assertFalse(token.isCancelled());
            assertThrows(TaskException.TimedOut.class, () -> token.await(SHORT));
            token.cancel();
            token.cancel();
            tasks.forEach(task -> assertEquals("cancelled", task.join(Loops.PATIENCE)));
            assertTrue(waiter.join());
            assertTrue(token.cancelled().isDone());
            try (Scope _ = token.open(null)) { // from now on, too
                assertThrows(TaskException.Cancelled.class, () -> Task.sleep(Duration.ofDays(1)));
            }
            assertEquals(0, token.bound());
        }
        CancellationToken other = new CancellationToken();
        try (Scope _ = other.open(null)) {
            assertEquals(1, other.bound());
        }
        assertEquals(0, other.bound()); // nothing is left of a scope that has ended
    }

    @Test
    void a_group_ends_together() { // SPG-116
        try (Loop loop = Loops.start()) {
            GroupTask<Integer> first;
            GroupTask<Object> sleeper;
            try (TaskGroup group = TaskGroup.on(loop)) {
                first = group.fork(() -> 1);
                group.join(Loops.PATIENCE);
                assertEquals(1, first.join(Loops.PATIENCE));
                sleeper =
                        group.fork(
                                () -> {
                                    Task.sleep(Duration.ofDays(1));
                                    return "";
                                });
                assertThrows(TaskException.TimedOut.class, () -> group.join(SHORT));
                assertEquals(1, group.size());
            }
            assertTrue(sleeper.isDone());
            TaskException.Failed e =
                    assertThrows(TaskException.Failed.class, () -> sleeper.join(Loops.PATIENCE));
            assertInstanceOf(TaskException.Cancelled.class, e.getCause());
        }
    }

    @Test
    void the_first_that_throws_ends_the_others() { // SPG-116
        try (Loop loop = Loops.start();
                TaskGroup group = TaskGroup.on(loop)) {
            GroupTask<Object> sleeper =
                    group.fork(
                            () -> {
                                Task.sleep(Duration.ofDays(1));
                                return "";
                            });
            group.fork(
                    () -> {
                        throw new ArithmeticException("on purpose");
                    });
            TaskException.Failed e =
                    assertThrows(TaskException.Failed.class, () -> group.join(Loops.PATIENCE));
            assertInstanceOf(ArithmeticException.class, e.getCause());
            assertTrue(sleeper.isDone());
            assertTrue(group.token().isCancelled());
            GroupTask<Object> late =
                    group.fork(
                            () -> {
                                Task.sleep(Duration.ofDays(1));
                                return "";
                            });
            assertThrows(TaskException.Failed.class, () -> late.join(Loops.PATIENCE));
        }
    }
}
