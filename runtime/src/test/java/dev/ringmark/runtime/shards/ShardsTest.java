package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Opcode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/// A runtime's life: its making, where tasks go, and its end.
@Timeout(60)
class ShardsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static ShardsBuilder two() {
        return Shards.builder().shards(2).loop(LoopOptions.named("x").withHeldMax(Duration.ZERO));
    }

    private static int index(Shards shards) {
        Shard shard = shards.current();
        return shard == null ? -1 : shard.index();
    }

    /// Holds a shard's thread until it is let go.
    static AtomicBoolean hold(Shard shard) throws InterruptedException {
        AtomicBoolean isFree = new AtomicBoolean();
        CountDownLatch isHeld = new CountDownLatch(1);
        shard.loop()
                .execute(
                        () -> {
                            isHeld.countDown();
                            while (!isFree.get()) {
                                Thread.onSpinWait();
                            }
                        });
        isHeld.await();
        return isFree;
    }

    @Test
    void each_shard_is_a_thread_and_a_ring() { // SPG-001, SPG-002, SPG-026
        try (Shards shards = Shards.builder().shards(3).name("mine").start()) {
            assertEquals(3, shards.count());
            Set<Integer> rings = new TreeSet<>();
            Set<String> threads = new TreeSet<>();
            for (Shard shard : shards.all()) {
                assertEquals(shard.index(), shard.spawn(() -> index(shards)).join(PATIENCE));
                shard.loop().withDriver(driver -> rings.add(driver.ring().fd()));
                shard.loop().withDriver(_ -> threads.add(Thread.currentThread().getName()));
            }
            assertEquals(3, rings.size());
            assertEquals(Set.of("mine-0", "mine-1", "mine-2"), threads);
            assertNull(shards.current()); // outside
        }
    }

    @Test
    void everything_that_does_not_fit_is_told_at_once() { // SPG-001, SPG-010, SPG-023
        ShardsBuilder wrong =
                Shards.builder()
                        .shards(0)
                        .messageCapacity(-1)
                        .stealing(4, 5)
                        .hotTags(7, 65_536)
                        .counterTag(7, 0);
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, wrong::start);
        String message = String.valueOf(e.getMessage());
        for (String each :
                List.of(
                        "shards: 0, expected 1..1024",
                        "messageCapacity: -1, expected 1..1048576",
                        "stealing budget: 5, expected 1 up to the capacity, 4",
                        "tag: 65536, expected 0..65535",
                        "wakeThreshold of tag 7: 0",
                        "tag: 7, which was said to be HOT and COUNTER")) {
            assertTrue(message.contains(each), message);
        }
    }

    @Test
    void a_task_goes_where_its_placement_says() { // SPG-002, SPG-003, SPG-027, SPG-028
        try (Shards shards = two().start()) {
            assertEquals(1, shards.spawn(Placement.on(1), () -> index(shards)).join(PATIENCE));
            List<Integer> inTurn = new ArrayList<>();
            for (int at = 0; at < 4; at++) {
                inTurn.add(
                        shards.spawn(Placement.roundRobin(), () -> index(shards)).join(PATIENCE));
            }
            assertEquals(2, Set.copyOf(inTurn.subList(0, 2)).size(), inTurn::toString);
            assertEquals(inTurn.subList(0, 2), inTurn.subList(2, 4));
            GroupTask<Integer> inner =
                    shards.spawn(
                                    Placement.on(1),
                                    () -> shards.spawn(Placement.here(), () -> index(shards)))
                            .join(PATIENCE);
            assertEquals(1, inner.join(PATIENCE));
            assertThrows(
                    IllegalArgumentException.class, () -> shards.spawn(Placement.on(2), () -> 1));
        }
    }

    @Test
    void a_key_has_one_shard_and_keys_have_all() { // SPG-028
        try (Shards shards = Shards.builder().shards(4).start()) {
            Map<Integer, Integer> homes = new HashMap<>();
            for (int at = 0; at < 200; at++) {
                int key = at % 40;
                int home = shards.spawn(Placement.sticky(key), () -> index(shards)).join(PATIENCE);
                Integer before = homes.put(key, home);
                assertTrue(before == null || before == home, () -> key + " has moved");
            }
            Map<Integer, Long> shares =
                    homes.values().stream()
                            .collect(Collectors.groupingBy(home -> home, Collectors.counting()));
            assertEquals(4, shares.size(), shares::toString);
            shares.forEach((home, count) -> assertTrue(count >= 4, home + " has " + count));
        }
    }

    @Test
    void what_may_move_is_begun_by_whoever_has_time() // SPG-028, SPG-029, SPG-032
            throws InterruptedException {
        try (Shards shards = two().stealing(2, 1).start()) {
            AtomicBoolean isFree = hold(shards.shard(0));
            GroupTask<Integer> stays = shards.spawn(Placement.on(0), () -> index(shards));
            GroupTask<Integer> moves = shards.spawn(Placement.stealable(0), () -> index(shards));
            assertEquals(1, moves.join(PATIENCE));
            if (shards.shard(0).loop().scheduling() == Scheduling.ON_LOOP) {
                assertFalse(stays.isDone());
            }
            isFree.set(true);
            assertEquals(0, stays.join(PATIENCE));
            assertEquals(5, shards.spawn(Placement.stealable(), () -> 5).join(PATIENCE));
        }
    }

    /// What only a bug could do: a task that stays is about to begin elsewhere.
    @Test
    void a_task_that_has_moved_and_must_not_is_counted_and_fails() { // SPG-032, SPG-042
        try (Shards shards = two().start()) {
            Shard home = shards.shard(0);
            GroupTask<Integer> elsewhere =
                    shards.spawn(
                            Placement.on(1),
                            () -> {
                                shards.requireHome(home);
                                return 0;
                            });
            TaskException.Failed e =
                    assertThrows(TaskException.Failed.class, () -> elsewhere.join(PATIENCE));
            assertInstanceOf(IllegalStateException.class, e.getCause());
            assertEquals(1, shards.snapshot().shards().get(0).tasks().violations());
            assertEquals(0, shards.snapshot().shards().get(1).tasks().violations());
        }
    }

    @Test
    void too_many_that_wait_are_refused() throws InterruptedException { // SPG-030
        try (Shards shards = Shards.builder().shards(1).stealing(2, 1).start()) {
            AtomicBoolean isFree = hold(shards.shard(0));
            List<GroupTask<Integer>> taken = new ArrayList<>();
            for (int at = 0; at < 2; at++) {
                taken.add(shards.spawn(Placement.stealable(), () -> 1));
            }
            assertThrows(
                    TaskException.Overloaded.class,
                    () -> shards.spawn(Placement.stealable(), () -> 1));
            isFree.set(true);
            taken.forEach(task -> assertEquals(1, task.join(PATIENCE)));
        }
    }

    @Test
    void confined_state_needs_no_lock() { // SPG-003, SPG-045
        try (Shards shards = two().start()) {
            Confined<List<String>> state = shards.shard(1).confine(ArrayList::new);
            List<GroupTask<Boolean>> tasks = new ArrayList<>();
            for (int at = 0; at < 100; at++) {
                tasks.add(
                        shards.spawn(
                                Placement.roundRobin(),
                                () -> state.with(list -> list.add("more"))));
            }
            tasks.forEach(task -> assertTrue(task.join(PATIENCE)));
            int size = state.with(List::size);
            assertEquals(100, size);
        }
    }

    @Test
    void a_body_runs_with_a_runtime_of_its_own() { // SPG-045, UM-62
        for (int at = 0; at < 20; at++) {
            int value = at;
            assertEquals(at, two().run(() -> value));
        }
        TaskException.Failed e =
                assertThrows(
                        TaskException.Failed.class,
                        () ->
                                two().run(
                                                () -> {
                                                    throw new IllegalStateException("on purpose");
                                                }));
        assertInstanceOf(IllegalStateException.class, e.getCause());
    }

    @Test
    void an_end_is_asked_for_without_a_wait_and_once() { // SPG-044, C-28
        Shards shards = two().start();
        GroupTask<String> sleeper =
                shards.spawn(
                        Placement.on(1),
                        () -> {
                            Task.sleep(Duration.ofDays(1));
                            return "woke";
                        });
        CompletableFuture<ShardsReport> asked =
                shards.spawn(Placement.on(0), () -> shards.shutdown(PATIENCE)).join(PATIENCE);
        ShardsReport report = asked.join();
        assertTrue(report.isClean(), report::toString);
        assertSame(report, shards.shutdown(Duration.ZERO).join());
        assertSame(report, shards.close(PATIENCE));
        TaskException.Failed e =
                assertThrows(TaskException.Failed.class, () -> sleeper.join(PATIENCE));
        assertInstanceOf(TaskException.Cancelled.class, e.getCause());
        for (Placement placement :
                List.of(Placement.on(0), Placement.roundRobin(), Placement.stealable())) {
            assertThrows(TaskException.Closed.class, () -> shards.spawn(placement, () -> 1));
        }
        assertThrows(TaskException.Closed.class, () -> shards.shard(0).tell(1, 1));
    }

    @Test
    void a_task_cannot_wait_for_the_end_of_its_shard() { // SPG-044
        try (Shards shards = two().start()) {
            TaskException.Failed e =
                    assertThrows(
                            TaskException.Failed.class,
                            () ->
                                    shards.run(
                                            () -> {
                                                shards.close(PATIENCE);
                                                return 1;
                                            }));
            assertInstanceOf(IllegalStateException.class, e.getCause());
        }
    }

    @Test
    void an_end_does_not_wait_for_who_holds_a_shard() throws InterruptedException { // SPG-044, I-10
        Shards shards = two().start();
        AtomicBoolean isFree = hold(shards.shard(1));
        long start = System.nanoTime();
        ShardsReport report = shards.close(Duration.ofMillis(100));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(10).toNanos());
        assertFalse(report.isClean());
        assertEquals("it did not end in time", report.shards().get(1).failure());
        assertTrue(report.shards().get(0).isClean(), report::toString);
        isFree.set(true);
        shards.shard(1).loop().whenEnded().join();
    }

    @Test
    void who_waits_for_a_shard_that_dies_is_told() { // UM-34, C-40
        try (Shards shards = two().start()) {
            Shard dying = shards.shard(1);
            GroupTask<Message> waiter = shards.spawn(Placement.on(0), () -> dying.receive(null));
            Ticket ticket = shards.shard(0).send(1, 1); // to the living one
            GroupTask<Integer> blocked =
                    dying.spawn(
                            () ->
                                    dying.loop()
                                            .call(
                                                    sqe ->
                                                            sqe.prepare(
                                                                    Opcode.POLL_ADD, -1, 0, 0, 0)));
            assertTrue(blocked.join(PATIENCE) < 0);
            CompletableFuture<?> ended = dying.loop().whenEnded();
            dying.loop()
                    .execute(
                            () -> {
                                throw new OutOfMemoryError("on purpose");
                            });
            ended.join();
            TaskException.Failed e =
                    assertThrows(TaskException.Failed.class, () -> waiter.join(PATIENCE));
            assertInstanceOf(TaskException.Closed.class, e.getCause());
            assertFalse(dying.isOpen());
            assertThrows(TaskException.Closed.class, () -> dying.send(1, 1));
            for (int at = 0; at < 4; at++) { // the others go on
                assertEquals(
                        0,
                        shards.spawn(Placement.roundRobin(), () -> index(shards)).join(PATIENCE));
            }
            assertFalse(ticket.isDone());
            assertNotNull(shards.shard(0).poll());
            ticket.await(PATIENCE);
        }
    }
}
