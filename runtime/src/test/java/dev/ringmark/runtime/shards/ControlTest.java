package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.RegisterOp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// Control messages: each in a CQE of its own.
@Timeout(60)
class ControlTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int TAG = 0xffff;
    private static final int BAD = 12;

    private record Told(Shard to, Message message, Thread thread) {}

    private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();

    private Shards two(WakeKind doorbell) {
        return two(doorbell, LoopOptions.named("x"));
    }

    private Shards two(WakeKind doorbell, LoopOptions options) {
        return Shards.builder()
                .shards(2)
                .loop(options.withHeldMax(Duration.ZERO))
                .doorbell(doorbell)
                .controlTag(
                        TAG,
                        (to, message) -> told.add(new Told(to, message, Thread.currentThread())))
                .controlTag(
                        BAD,
                        (_, message) -> {
                            throw new ArithmeticException("on purpose " + message.value());
                        })
                .start();
    }

    private static Thread threadOf(Shard shard) {
        return shard.loop().withDriver(_ -> Thread.currentThread());
    }

    private static boolean hasMessages(WakeKind doorbell) {
        return doorbell == WakeKind.MESSAGE
                && Features.of(Kernel.host()).supports(RegisterOp.SEND_MSG_RING);
    }

    private static ShardSnapshot.Controls controls(Shards shards, Shard shard) {
        return shards.snapshot().shards().get(shard.index()).controls();
    }

    private static void requireAllEnded(Shards shards, Shard shard, long submitted) {
        ShardSnapshot.Controls counts = controls(shards, shard);
        assertEquals(submitted, counts.submitted(), counts::toString);
        assertEquals(counts.submitted(), counts.heard() + counts.failed(), counts::toString);
        assertEquals(0, counts.waiting(), counts::toString);
    }

    /// The shard sleeps, and the message itself wakes it; where there are none it goes by memory.
    @ParameterizedTest
    @EnumSource
    void a_control_message_is_a_completion_of_the_receivers(WakeKind doorbell) { // SPG-033, SPG-009
        try (Shards shards = two(doorbell)) {
            Shard to = shards.shard(1);
            int rounds = 200;
            long sum =
                    shards.spawn(
                                    Placement.on(0),
                                    () -> {
                                        long values = 0;
                                        for (int at = 0; at < rounds; at++) {
                                            int value = at % 2 == 0 ? at : -at;
                                            to.control(TAG, value).await(PATIENCE);
                                            values += value;
                                        }
                                        return values;
                                    })
                            .join(PATIENCE);
            assertEquals(rounds, told.size());
            assertEquals(sum, told.stream().mapToLong(each -> each.message().value()).sum());
            Thread thread = threadOf(to);
            for (Told each : told) {
                assertEquals(to, each.to());
                assertEquals(0, each.message().from());
                assertEquals(TAG, each.message().tag());
                assertNull(each.message().body());
                assertEquals(thread, each.thread());
            }
            requireAllEnded(shards, to, rounds);
            ShardSnapshot.Controls counts = controls(shards, to);
            assertEquals(hasMessages(doorbell) ? rounds : 0, counts.direct());
            assertEquals(0, to.port.plain.counts().put(), "no lane was used");
        }
    }

    @Test
    void from_outside_and_within_a_shard_it_goes_by_memory() { // SPG-012, SPG-033
        try (Shards shards = two(WakeKind.MESSAGE)) {
            Shard to = shards.shard(1);
            to.control(TAG, 7).await(PATIENCE);
            to.spawn(
                            () -> {
                                to.control(TAG, 8).await(PATIENCE);
                                return 0;
                            })
                    .join(PATIENCE);
            List<Integer> senders = told.stream().map(each -> each.message().from()).toList();
            assertEquals(List.of(Message.OUTSIDE, 1), senders);
            requireAllEnded(shards, to, 2);
            assertEquals(0, controls(shards, to).direct());
        }
    }

    @Test
    void what_the_senders_ring_has_no_room_for_goes_by_memory() { // SPG-033
        DriverOptions narrow = DriverOptions.permits(2).withWaitersMax(1);
        LoopOptions options = LoopOptions.named("x").withDriver(narrow);
        try (Shards shards = two(WakeKind.MESSAGE, options)) {
            Shard to = shards.shard(1);
            List<Ticket> tickets =
                    shards.spawn(Placement.on(0), () -> tell(to, ControlWindow.SIZE))
                            .join(PATIENCE);
            tickets.forEach(ticket -> ticket.await(PATIENCE));
            requireAllEnded(shards, to, ControlWindow.SIZE);
            assertEquals(ControlWindow.SIZE, controls(shards, to).heard());
            assertTrue(controls(shards, to).direct() < ControlWindow.SIZE);
        }
    }

    /// The receiver is held up, so nothing is heard.
    @Test
    void too_many_are_told_to_their_sender_alone() throws Exception { // SPG-018, SPG-025, SPG-033
        try (Shards shards = two(WakeKind.MESSAGE)) {
            Shard to = shards.shard(1);
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch go = new CountDownLatch(1);
            to.loop()
                    .execute(
                            () -> {
                                held.countDown();
                                awaitQuietly(go);
                            });
            held.await();
            List<Ticket> tickets = shards.spawn(Placement.on(0), () -> fill(to)).join(PATIENCE);
            Ticket other = to.control(TAG, 1); // another sender has room
            assertEquals(1, controls(shards, to).overloads());
            go.countDown();
            tickets.forEach(ticket -> ticket.await(PATIENCE));
            other.await(PATIENCE);
            requireAllEnded(shards, to, ControlWindow.SIZE + 1);
            assertEquals(ControlWindow.SIZE + 1, told.size());
        }
    }

    private static List<Ticket> tell(Shard to, int count) {
        return IntStream.range(0, count).mapToObj(at -> to.control(TAG, at)).toList();
    }

    private static List<Ticket> fill(Shard to) {
        List<Ticket> tickets = tell(to, ControlWindow.SIZE);
        TaskException e = assertThrows(TaskException.Overloaded.class, () -> to.control(TAG, 64));
        assertTrue(String.valueOf(e.getMessage()).contains("tickets"), e::toString);
        return tickets;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_a_listener_throws_is_its_senders_affair() { // SPG-033
        try (Shards shards = two(WakeKind.MESSAGE)) {
            Shard to = shards.shard(1);
            for (int shard = 0; shard < 2; shard++) {
                Ticket ticket =
                        shards.spawn(Placement.on(shard), () -> to.control(BAD, 5)).join(PATIENCE);
                TaskException.Failed e =
                        assertThrows(TaskException.Failed.class, () -> ticket.await(PATIENCE));
                assertInstanceOf(ArithmeticException.class, e.getCause());
            }
            to.control(TAG, 1).await(PATIENCE); // the shard goes on
            requireAllEnded(shards, to, 3);
        }
    }

    @Test
    void the_end_of_a_shard_refuses_what_it_has_not_heard() throws Exception { // SPG-033, SPG-044
        for (int round = 0; round < 20; round++) {
            List<Ticket> tickets = new ArrayList<>();
            Shards shards = two(WakeKind.MESSAGE);
            Shard to = shards.shard(1);
            shards.spawn(
                            Placement.on(0),
                            () -> {
                                for (int at = 0; at < 10; at++) {
                                    tickets.add(to.control(TAG, at));
                                }
                                return 0;
                            })
                    .join(PATIENCE);
            tickets.add(to.control(TAG, 11));
            shards.close(PATIENCE);
            int heard = 0;
            for (Ticket ticket : tickets) {
                assertTrue(ticket.isDone());
                heard += ticket.future().isCompletedExceptionally() ? 0 : 1;
            }
            assertEquals(told.size(), heard);
            requireAllEnded(shards, to, 11);
            assertThrows(TaskException.Closed.class, () -> to.control(TAG, 1));
            told.clear();
        }
    }

    @Test
    void only_a_tag_with_a_listener_will_do() { // SPG-033
        try (Shards shards = two(WakeKind.MESSAGE)) {
            Shard to = shards.shard(0);
            Exception e = assertThrows(IllegalArgumentException.class, () -> to.control(13, 1));
            assertTrue(String.valueOf(e.getMessage()).startsWith("tag: 13, expected"), e::toString);
            e = assertThrows(IllegalArgumentException.class, () -> to.tell(TAG, 1));
            assertTrue(String.valueOf(e.getMessage()).contains("listener"), e::toString);
        }
    }
}
