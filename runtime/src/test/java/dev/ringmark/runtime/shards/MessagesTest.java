package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// What shards send each other.
@Timeout(60)
class MessagesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int COUNTER = 9;
    private static final int HOT = 8;
    private static final int JOINED = 7;
    private static final MessageType<String> TEXT = MessageType.of(3, String.class);

    private static ShardsBuilder two() {
        return Shards.builder()
                .shards(2)
                .loop(LoopOptions.named("x").withHeldMax(Duration.ZERO))
                .doorbell(WakeKind.MESSAGE)
                .messageCapacity(4)
                .hotTags(HOT)
                .joinedTags(JOINED)
                .counterTag(COUNTER, 10);
    }

    private static <T> T on(Shards shards, int shard, Callable<T> body) {
        return shards.spawn(Placement.on(shard), body).join(PATIENCE);
    }

    @Test
    void a_message_says_who_has_sent_it() { // SPG-004, SPG-005, SPG-006, SPG-012
        try (Shards shards = two().start()) {
            Shard to = shards.shard(1);
            on(
                    shards,
                    0,
                    () -> {
                        to.tell(5, 42);
                        to.tell(TEXT, "forty-two");
                        return 0;
                    });
            to.tell(0xffff, -1);
            List<Message> all = on(shards, 1, () -> to.receiveMany(3, PATIENCE));
            assertEquals(3, all.size());
            assertTrue(all.contains(new Message(Message.OUTSIDE, 0xffff, -1, null)));
            List<Message> its = all.stream().filter(each -> each.from() == 0).toList();
            assertEquals(new Message(0, 5, 42, null), its.getFirst());
            Message typed = its.getLast();
            assertEquals("forty-two", typed.as(TEXT));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> typed.as(MessageType.of(3, Integer.class)));
            assertThrows(IllegalArgumentException.class, () -> to.tell(0x10000, 1));
            assertNull(to.poll());
        }
    }

    @Test
    void a_ticket_ends_when_the_message_is_taken() { // SPG-007, SPG-064
        try (Shards shards = two().start()) {
            Shard to = shards.shard(1);
            Ticket ticket = to.send(1, 1);
            TaskException late =
                    assertThrows(
                            TaskException.TimedOut.class,
                            () -> ticket.await(Duration.ofMillis(20)));
            assertTrue(String.valueOf(late.getMessage()).contains("time"), late::toString);
            assertFalse(ticket.isDone());
            GroupTask<Message> receiver = to.spawn(() -> to.receive(PATIENCE));
            ticket.await(PATIENCE);
            assertTrue(ticket.isDone());
            assertEquals(1, receiver.join(PATIENCE).value());
            Ticket never = to.send(TEXT, "never taken");
            shards.close(PATIENCE);
            assertThrows(TaskException.Closed.class, () -> never.await(PATIENCE));
            assertEquals(1, shards.shutdown(PATIENCE).join().messagesRefused());
        }
    }

    @Test
    void a_full_lane_is_told_to_its_sender_alone() { // SPG-018, SPG-019, SPG-025, SPG-039
        try (Shards shards = two().start()) {
            Shard to = shards.shard(1);
            assertEquals(4, to.tellMany(1, 10, 11, 12, 13, 14, 15)); // as far as there is room
            TaskException.Overloaded e =
                    assertThrows(TaskException.Overloaded.class, () -> to.tell(1, 99));
            assertTrue(String.valueOf(e.getMessage()).contains("messageCapacity"), e::toString);
            assertThrows(TaskException.Overloaded.class, () -> to.send(TEXT, "no"));
            assertEquals(
                    2,
                    on(shards, 0, () -> to.tellMany(TEXT, List.of("a", "b"))),
                    "another sender's lane has room");
            assertEquals(4, to.port.plain.counts().overloads());
            List<Message> all = new ArrayList<>();
            while (all.size() < 6) {
                all.addAll(to.receiveMany(3, PATIENCE));
            }
            assertEquals(
                    List.of(10, 11, 12, 13),
                    all.stream().filter(each -> each.from() < 0).map(Message::value).toList());
            assertEquals(
                    List.of("a", "b"),
                    all.stream().filter(each -> each.from() == 0).map(e2 -> e2.as(TEXT)).toList());
            Ingress.Counts counts = to.port.plain.counts();
            assertEquals(new Ingress.Counts(6, 0, 6, 0, 4, 0), counts);
        }
    }

    @Test
    void a_doorbell_is_rung_only_when_somebody_waits() { // SPG-014, SPG-019, SPG-039, SPG-040
        try (Shards shards = two().messageCapacity(1000).start()) {
            Shard to = shards.shard(1);
            for (int at = 0; at < 100; at++) {
                to.tell(1, at);
            }
            assertEquals(0, to.port.doorbells());
            assertEquals(100, to.receiveMany(1000, PATIENCE).size());
            CompletableFuture<List<Message>> got = new CompletableFuture<>();
            GroupTask<Boolean> receiver =
                    to.spawn(() -> got.complete(to.receiveMany(1000, PATIENCE)));
            awaitWaiting(to);
            to.tellMany(1, IntStream.range(0, 500).toArray());
            assertEquals(1, to.port.doorbells());
            assertEquals(500, got.join().size());
            receiver.join(PATIENCE);
        }
    }

    /// From a task of another shard the doorbell is a message in that one's next batch.
    @Test
    void a_doorbell_goes_with_the_senders_batch() { // SPG-011, SPG-016, SPG-017, SPG-031
        try (Shards shards = two().messageCapacity(1000).start()) {
            Shard from = shards.shard(0);
            Shard to = shards.shard(1);
            for (int round = 0; round < 10; round++) {
                GroupTask<Integer> receiver =
                        to.spawn(
                                () -> {
                                    int sum = 0;
                                    for (int left = 100; left > 0; ) {
                                        List<Message> some = to.receiveMany(100, PATIENCE);
                                        left -= some.size();
                                        sum += some.stream().mapToInt(Message::value).sum();
                                    }
                                    return sum;
                                });
                awaitWaiting(to);
                long before = from.loop().counts().signals();
                long bells = to.port.doorbells();
                on(
                        shards,
                        0,
                        () -> {
                            for (int at = 0; at < 100; at++) {
                                to.tell(1, at);
                            }
                            shards.flush().await(PATIENCE);
                            return 0;
                        });
                assertEquals(99 * 50, receiver.join(PATIENCE));
                long rung = to.port.doorbells() - bells;
                if (from.loop().scheduling() == Scheduling.ON_LOOP) {
                    assertEquals(1, rung); // the receiver heard it only when all were there
                    assertTrue(from.loop().counts().signals() - before <= 1);
                }
            }
        }
    }

    private static void awaitWaiting(Shard shard) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (shard.loop().snapshot().tasks().stream()
                .noneMatch(task -> task.waitsFor().equals("a message"))) {
            assertTrue(System.nanoTime() < deadline, "nobody waits");
            Thread.onSpinWait();
        }
    }

    @Test
    void a_flush_needs_no_message_and_no_shard() { // SPG-021
        try (Shards shards = two().start()) {
            assertTrue(shards.flush().isDone());
            int answer =
                    shards.run(
                            () -> {
                                shards.flush().await(PATIENCE);
                                return 1;
                            });
            assertEquals(1, answer);
        }
    }

    @Test
    void hot_messages_have_a_lane_of_their_own() { // SPG-034
        try (Shards shards = two().start()) {
            Shard to = shards.shard(0);
            assertEquals(4, to.tellMany(1, 1, 2, 3, 4));
            to.tell(HOT, 5); // the plain lane is full, this one is not
            assertEquals(5, to.receiveHot(PATIENCE).value());
            assertNull(to.pollHot());
            assertEquals(4, to.receiveMany(10, PATIENCE).size());
        }
    }

    @Test
    void numbers_of_a_joined_tag_are_added_up() { // SPG-035, SPG-036, C-52
        try (Shards shards = two().messageCapacity(1).start()) {
            Shard to = shards.shard(0);
            for (int at = 1; at <= 1000; at++) {
                to.tell(JOINED, at); // a burst at a capacity of 1
            }
            Message sum = to.receiveHot(PATIENCE);
            assertEquals(1000 * 1001 / 2, sum.value());
            to.tell(JOINED, Integer.MAX_VALUE);
            assertThrows(TaskException.Overloaded.class, () -> to.tell(JOINED, 1)); // does not fit
            assertThrows(TaskException.Overloaded.class, () -> to.tell(HOT, 1)); // another tag
            to.tell(JOINED, -7);
            assertEquals(Integer.MAX_VALUE - 7, to.receiveHot(PATIENCE).value());
            Ticket ticket = to.send(JOINED, 1); // has an end of its own, and so stays by itself
            assertThrows(TaskException.Overloaded.class, () -> to.tell(JOINED, 1));
            assertEquals(1, to.receiveHot(PATIENCE).value());
            ticket.await(PATIENCE);
        }
    }

    @Test
    void a_counter_wakes_at_first_and_at_its_threshold() { // SPG-037, SPG-038, C-52
        try (Shards shards = two().start()) {
            Shard to = shards.shard(0);
            GroupTask<Long> first = to.spawn(() -> to.awaitCount(COUNTER, PATIENCE));
            to.count(COUNTER, 1); // the first update is never starved
            assertEquals(1, first.join(PATIENCE));
            for (int at = 0; at < 1000; at++) {
                to.count(COUNTER, 3);
            }
            assertEquals(3000, to.takeCount(COUNTER));
            assertEquals(0, to.takeCount(COUNTER));
            assertThrows(IllegalArgumentException.class, () -> to.tell(COUNTER, 1));
            assertThrows(IllegalArgumentException.class, () -> to.count(HOT, 1));
            assertThrows(IllegalArgumentException.class, () -> to.count(COUNTER, 0));
            assertThrows(
                    TaskException.TimedOut.class,
                    () -> to.awaitCount(COUNTER, Duration.ofMillis(5)));
        }
    }

    @Test
    void nothing_added_is_lost() { // SPG-037
        try (Shards shards = two().start()) {
            Shard to = shards.shard(1);
            GroupTask<Long> sum =
                    to.spawn(
                            () -> {
                                long all = 0;
                                while (all < 3 * 20_000) {
                                    all += to.awaitCount(COUNTER, PATIENCE);
                                }
                                return all;
                            });
            List<GroupTask<Integer>> adders = new ArrayList<>();
            for (int at = 0; at < 3; at++) {
                adders.add(
                        shards.spawn(
                                Placement.on(at % 2),
                                () -> {
                                    for (int each = 0; each < 20_000; each++) {
                                        to.count(COUNTER, 1);
                                        if (each % 1000 == 0) {
                                            Task.snooze();
                                        }
                                    }
                                    return 0;
                                }));
            }
            adders.forEach(task -> task.join(PATIENCE));
            assertEquals(60_000, sum.join(PATIENCE));
        }
    }

    @Test
    void a_wait_that_ends_leaves_nobody_waiting() { // UM-27, I-07
        try (Shards shards = two().start()) {
            Shard to = shards.shard(0);
            for (int at = 0; at < 200; at++) {
                GroupTask<Integer> leaver =
                        to.spawn(
                                () -> {
                                    try (Scope _ = Scope.open(Duration.ofNanos(200_000))) {
                                        return to.receive(null).value();
                                    } catch (TaskException.TimedOut e) {
                                        return -1;
                                    }
                                });
                GroupTask<Integer> stayer = to.spawn(() -> to.receive(PATIENCE).value());
                to.tell(1, at);
                int left = leaver.join(PATIENCE);
                if (left >= 0) {
                    assertEquals(at, left);
                    to.tell(1, at);
                }
                assertEquals(at, stayer.join(PATIENCE));
            }
        }
    }

    /// Four senders, two of them tasks of shards, and two receivers: each message once, those of a
    /// sender in their order.
    @ParameterizedTest
    @EnumSource
    void each_message_arrives_once_and_in_order(WakeKind doorbell) { // SPG-008, SPG-020, I-01
        int each = 20_000;
        try (Shards shards = two().doorbell(doorbell).messageCapacity(64).start()) {
            Shard to = shards.shard(1);
            GroupTask<Long> receiver =
                    to.spawn(
                            () -> {
                                int[] next = new int[4];
                                long doorbells = 0;
                                for (int left = 3 * each; left > 0; left--) {
                                    Message message = to.receive(PATIENCE);
                                    int from = message.tag();
                                    assertEquals(next[from]++, message.value());
                                    doorbells = to.port.doorbells();
                                }
                                return doorbells;
                            });
            List<GroupTask<Integer>> senders = new ArrayList<>();
            for (int tag = 0; tag < 2; tag++) {
                int sender = tag;
                senders.add(shards.spawn(Placement.on(0), () -> sendAll(to, sender, each)));
            }
            sendAll(to, 2, each);
            senders.forEach(task -> task.join(PATIENCE));
            long doorbells = receiver.join(PATIENCE);
            assertTrue(doorbells <= 3L * each, () -> doorbells + " doorbells");
            Ingress.Counts counts = to.port.plain.counts();
            assertEquals(3L * each, counts.taken());
            assertEquals(counts.put(), counts.taken());
        }
    }

    private static int sendAll(Shard to, int tag, int count) {
        for (int at = 0; at < count; ) {
            try {
                if (at % 3 == 0 && at + 2 < count) {
                    at += to.tellMany(tag, at, at + 1, at + 2);
                } else {
                    to.tell(tag, at);
                    at++;
                }
            } catch (TaskException.Overloaded e) {
                Task.snooze();
                continue;
            }
            Task.snooze();
        }
        return 0;
    }

    /// POLY-13: 256 tasks wait for a message, do blocking work, and reply.
    @Test
    void two_hundred_and_fifty_six_tasks_answer() { // POLY-13, SPG-047
        int tasks = 256;
        ShardsBuilder plain = Shards.builder().shards(2).messageCapacity(tasks);
        try (Shards shards = plain.start()) {
            Shard home = shards.shard(0);
            Shard worker = shards.shard(1);
            BlockingPool pool = BlockingPool.shared();
            List<GroupTask<Integer>> waiting = new ArrayList<>();
            for (int at = 0; at < tasks; at++) {
                waiting.add(
                        worker.spawn(
                                () -> {
                                    Message message = worker.receive(PATIENCE);
                                    int reply = pool.call(() -> message.value() * 2);
                                    home.tell(message.tag(), reply);
                                    return reply;
                                }));
            }
            GroupTask<Integer> asker =
                    home.spawn(
                            () -> {
                                for (int at = 0; at < tasks; at++) {
                                    worker.send(at, at).await(PATIENCE);
                                }
                                boolean[] seen = new boolean[tasks];
                                for (int at = 0; at < tasks; at++) {
                                    Message reply = home.receive(PATIENCE);
                                    assertEquals(2 * reply.tag(), reply.value());
                                    assertFalse(seen[reply.tag()]);
                                    seen[reply.tag()] = true;
                                }
                                return tasks;
                            });
            assertEquals(tasks, asker.join(PATIENCE));
            waiting.forEach(task -> task.join(PATIENCE));
        }
    }
}
