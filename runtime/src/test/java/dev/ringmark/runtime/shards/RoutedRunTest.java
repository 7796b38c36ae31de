package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Cancel;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Operations one after the other, each wherever there is least to do.
@Timeout(120)
class RoutedRunTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int ROUND = 20_000;
    private static final int ROUNDS_MAX = 100;
    private static final int STABLE = 10;

    /// What Completed takes, which is all that a task's operation on its own loop costs.
    private static final long OBJECT = 32;

    /// Of a round, for what the thread does beside it.
    private static final long SLACK = 4096;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int[] pipe = new int[2];

    @BeforeEach
    void open() {
        assertEquals(0, Kernel.host().calls().pipe(pipe, 0));
    }

    @AfterEach
    void close() {
        Kernel.host().close(pipe[0]);
        Kernel.host().close(pipe[1]);
    }

    private static Shards two() {
        return Shards.builder()
                .shards(2)
                .loop(LoopOptions.named("x").withHeldMax(Duration.ZERO))
                .start();
    }

    private Poll readable() {
        return Poll.of(Fd.of(pipe[0]), PollEvent.IN);
    }

    private void makeReadable() {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(1, Kernel.host().calls().write(pipe[1], arena.allocate(1)));
        }
    }

    /// Starts the next operation of a round from the callback of the one before, and notes what
    /// the thread has allocated between the first callback and the last.
    private static final class Rounds<R> implements RoutedRun.Listener<R> {

        private final Op<R> op;
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private long before;
        private int left;
        private int rounds;
        private int stable;
        private long least = Long.MAX_VALUE;

        Rounds(Op<R> op) {
            this.op = op;
        }

        @Override
        public void completed(RoutedRun<R> run, int result, int flags) {
            if (result < 0) {
                end.complete("result " + result);
            } else if (left > 0) {
                left--;
                run.start(op);
            } else {
                note(THREADS.getCurrentThreadAllocatedBytes());
                if (stable == STABLE || rounds == ROUNDS_MAX) {
                    end.complete(stable + " rounds without, the least is " + least);
                } else {
                    left = ROUND;
                    rounds++;
                    before = THREADS.getCurrentThreadAllocatedBytes();
                    run.start(op);
                }
            }
        }

        private void note(long now) {
            long bytes = rounds == 0 ? Long.MAX_VALUE : now - before;
            stable = bytes == 0 ? stable + 1 : 0;
            least = Math.min(least, bytes);
        }

        @Override
        public void abandoned(RoutedRun<R> run, EndReason reason) {
            end.complete(reason.name());
        }

        @Override
        public void refused(RoutedRun<R> run, RuntimeException why) {
            end.completeExceptionally(why);
        }
    }

    private static <R> void requireNoAllocation(Op<R> op) throws Exception {
        try (Shards shards = two()) {
            Rounds<R> rounds = new Rounds<>(op);
            shards.operations().run(rounds).start(op);
            String end = rounds.end.get(100, TimeUnit.SECONDS);
            assertEquals(STABLE + " rounds without, the least is 0", end);
            ShardsSnapshot now = shards.snapshot();
            assertEquals(0, now.sum(shard -> shard.operations().pending()));
            assertEquals(1, now.sum(shard -> shard.operations().remote())); // the first one
            assertEquals(
                    (long) rounds.rounds * (ROUND + 1),
                    now.sum(shard -> shard.operations().local()));
        }
    }

    @Test
    void the_callback_path_of_a_shard_allocates_nothing() throws Exception { // SPG-015, SPG-088
        requireNoAllocation(Nop.plain());
    }

    @Test
    void nor_does_a_file_that_prefers_its_shard() throws Exception { // SPG-086, SPG-088
        makeReadable();
        requireNoAllocation(readable());
    }

    @Test
    void a_task_of_the_shard_gets_its_answer_and_nothing_else() { // SPG-015, SPG-088, SR-17e
        try (Shards shards = two()) {
            Shard home = shards.shard(0);
            assumeTrue(
                    home.loop().scheduling() == Scheduling.ON_LOOP,
                    "tasks hand their operations over here");
            Nop nop = Nop.plain();
            long id = home.loop().withDriver(_ -> Thread.currentThread().threadId());
            int stable = 0;
            String last = "";
            for (int round = 0; round < ROUNDS_MAX && stable < STABLE; round++) {
                long routed = home.spawn(() -> allocatedBy(shards, nop, id)).join(PATIENCE);
                long bound = home.spawn(() -> allocatedBy(home, nop, id)).join(PATIENCE);
                long most = OBJECT * ROUND + SLACK;
                stable = routed <= most && bound <= most ? stable + 1 : 0;
                last = routed + " B, and " + bound + " on the loop itself";
            }
            assertEquals(STABLE, stable, last);
        }
    }

    private static long allocatedBy(Shard shard, Nop nop, long thread) {
        shard.loop().run(nop, null);
        long before = THREADS.getThreadAllocatedBytes(thread);
        for (int at = 0; at < ROUND; at++) {
            shard.loop().run(nop, null);
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    private static long allocatedBy(Shards shards, Nop nop, long thread) {
        shards.operations().run(nop, null); // what comes before the first one is the task's
        long before = THREADS.getThreadAllocatedBytes(thread);
        for (int at = 0; at < ROUND; at++) {
            shards.operations().run(nop, null);
        }
        return THREADS.getThreadAllocatedBytes(thread) - before;
    }

    /// Keeps what it is told.
    private static final class Told<R> implements RoutedRun.Listener<R> {

        private final BlockingQueue<Object> all = new LinkedBlockingQueue<>();

        @Override
        public void completed(RoutedRun<R> run, int result, int flags) {
            all.add(result);
        }

        @Override
        public void abandoned(RoutedRun<R> run, EndReason reason) {
            all.add(reason);
        }

        @Override
        public void refused(RoutedRun<R> run, RuntimeException why) {
            all.add(why);
        }

        Object next() throws InterruptedException {
            Object next = all.poll(20, TimeUnit.SECONDS);
            return next == null ? "nothing" : next;
        }
    }

    @Test
    void one_is_under_way_at_a_time_and_can_be_cancelled() throws Exception { // SPG-087
        try (Shards shards = two()) {
            Told<Set<PollEvent>> told = new Told<>();
            Poll never = readable();
            RoutedRun<Set<PollEvent>> run = shards.operations().run(told);
            assertFalse(run.isUnderWay());
            run.cancel(); // nothing
            for (int round = 0; round < 20; round++) {
                run.start(never);
                assertTrue(run.isUnderWay());
                assertThrows(IllegalStateException.class, () -> run.start(never));
                run.cancel();
                Object end = told.next(); // the kernel's word, or that it never saw the poll
                boolean isCancelled =
                        end.equals(Errno.ECANCELED.negative()) || end == EndReason.CANCELLED;
                assertTrue(isCancelled, end::toString);
                assertFalse(run.isUnderWay());
            }
            assertNull(told.all.poll());
            assertEquals(0, shards.snapshot().sum(shard -> shard.operations().pending()));
        }
    }

    @Test
    void the_end_of_a_shard_ends_it() throws Exception { // SPG-084, SPG-087
        Shards shards = two();
        Told<Set<PollEvent>> told = new Told<>();
        Poll never = readable();
        RoutedRun<Set<PollEvent>> run = shards.operations().run(told);
        run.start(never);
        shards.close(PATIENCE);
        Object end = told.next();
        boolean isEnd =
                end.equals(Errno.ECANCELED.negative())
                        || end.equals(EndReason.CLOSING)
                        || end instanceof TaskException.Closed;
        assertTrue(isEnd, end::toString);
        assertThrows(TaskException.Closed.class, () -> run.start(never));
        assertFalse(run.isUnderWay());
        assertNull(told.all.poll());
    }

    @Test
    void what_belongs_to_one_ring_is_refused() { // SPG-089
        try (Shards shards = two()) {
            RoutedRun<Integer> run = shards.operations().run(new Told<>());
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> run.start(Cancel.any()));
            assertInstanceOf(String.class, e.getMessage());
            assertFalse(run.isUnderWay());
        }
    }
}
