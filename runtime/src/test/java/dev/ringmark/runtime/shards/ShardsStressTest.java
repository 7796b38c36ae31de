package dev.ringmark.runtime.shards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Started;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What shards leave to others: to child processes, and to those that come after them.
@Timeout(120)
class ShardsStressTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int CHILDREN = 10;
    private static final int ROUNDS = 40;

    private static Shards two() {
        LoopOptions options = LoopOptions.named("x").withHeldMax(Duration.ZERO);
        return Shards.builder().shards(2).loop(options).start();
    }

    /// A shard that answers the other one, and runs operations, until it is told to stop.
    private static List<GroupTask<Long>> load(Shards shards, AtomicBoolean isOver) {
        AtomicLong serial = new AtomicLong();
        List<GroupTask<Long>> tasks = new ArrayList<>();
        for (Shard shard : shards.all()) {
            Shard other = shards.shard(1 - shard.index());
            tasks.add(
                    shard.spawn(
                            () -> {
                                long rounds = 0;
                                while (!isOver.get()) {
                                    other.tell(1, (int) serial.incrementAndGet());
                                    shards.operations().run(Nop.plain(), PATIENCE);
                                    assertNotNull(shard.receive(PATIENCE));
                                    rounds++;
                                }
                                other.tell(1, 0); // it may be in its last wait
                                return rounds;
                            }));
        }
        return tasks;
    }

    @Test
    void children_of_a_busy_runtime_inherit_nothing() // C-42 tier R, UM-47
            throws IOException, InterruptedException {
        try (Shards shards = two()) {
            AtomicBoolean isOver = new AtomicBoolean();
            List<GroupTask<Long>> load = load(shards, isOver);
            for (int at = 0; at < CHILDREN; at++) {
                Process child = new ProcessBuilder("sh", "-c", "ls -l /proc/self/fd").start();
                String fds = new String(child.getInputStream().readAllBytes(), UTF_8);
                assertEquals(0, child.waitFor());
                assertTrue(fds.contains("/proc"), fds);
                assertFalse(fds.contains("io_uring") || fds.contains("eventfd"), fds);
            }
            isOver.set(true);
            for (GroupTask<Long> each : load) {
                assertTrue(each.join(PATIENCE) > 0);
            }
        }
    }

    private record Holdings(int fds, long rings) {

        boolean isWithin(Holdings other) {
            return fds <= other.fds && rings <= other.rings;
        }

        static Holdings now() throws IOException {
            String[] fds = new File("/proc/self/fd").list();
            assertNotNull(fds);
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                return new Holdings(
                        fds.length, maps.filter(line -> line.contains("io_uring")).count());
            }
        }
    }

    /// Nobody waits for its tickets and operations, or closes what it has started.
    private static void abandon(int fd) {
        Started<?> poll;
        Ticket ticket;
        try (Shards shards = two()) {
            poll = shards.operations().start(Poll.of(Fd.of(fd), PollEvent.IN));
            ticket = shards.shard(1).send(1, 1);
            shards.shard(0).spawn(() -> shards.shard(0).receive(null));
            shards.shard(1).loop().fork(() -> shards.shard(1).receiveHot(null));
        }
        assertTrue(poll.isDone());
        assertTrue(ticket.isDone());
    }

    @Test
    void a_close_returns_when_every_ticket_has_ended() { // SPG-007, I-01
        Ticket second;
        try (Shards shards = two()) {
            CompletableFuture<?> _ =
                    shards.shard(1)
                            .send(1, 1)
                            .future()
                            .whenComplete((_, _) -> LockSupport.parkNanos(300_000_000));
            second = shards.shard(1).send(1, 2);
        }
        assertTrue(second.isDone());
    }

    @Test
    void shards_that_come_and_go_leave_nothing() throws IOException { // C-49 tier R, UM-62
        int[] pipe = new int[2];
        assertEquals(0, Kernel.host().calls().pipe(pipe, 0));
        abandon(pipe[0]); // loads classes
        Holdings before = Holdings.now();
        for (int round = 0; round < ROUNDS; round++) {
            abandon(pipe[0]);
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        Holdings after = Holdings.now();
        while (!after.isWithin(before) && System.nanoTime() - end < 0) {
            Thread.onSpinWait(); // the JVM has files of its own open now and then
            after = Holdings.now();
        }
        assertTrue(after.isWithin(before), before + ", then " + after);
        Kernel.host().close(pipe[0]);
        Kernel.host().close(pipe[1]);
    }
}
