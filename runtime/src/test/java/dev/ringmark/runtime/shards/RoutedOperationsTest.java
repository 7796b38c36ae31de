package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.Pair;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Cancel;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEach;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Started;
import dev.ringmark.runtime.task.TaskException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Operations that run on whichever shard has least to do.
@Timeout(60)
class RoutedOperationsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration LEASE = Duration.ofMillis(50);

    private final int[] pipe = new int[2];
    private final List<Integer> dups = new ArrayList<>();
    private final AtomicLong clock = new AtomicLong();

    @BeforeEach
    void open() {
        assertEquals(0, Kernel.host().calls().pipe(pipe, 0));
    }

    @AfterEach
    void close() {
        Kernel.host().close(pipe[0]);
        Kernel.host().close(pipe[1]);
        dups.forEach(fd -> Kernel.host().close(fd));
    }

    private static ShardsBuilder shards(int count) {
        return Shards.builder()
                .shards(count)
                .loop(LoopOptions.named("x").withHeldMax(Duration.ZERO))
                .leases(LEASE);
    }

    private Poll readable() {
        return Poll.of(Fd.of(pipe[0]), PollEvent.IN);
    }

    private void write() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            assertEquals(1, Kernel.host().calls().write(pipe[1], one));
        }
    }

    private static long pending(Shards shards, int shard) {
        return shards.shard(shard).tallies.pending.get();
    }

    @Test
    void operations_spread_over_shards_that_have_as_much_to_do() { // SPG-084, SPG-085, SPG-089
        try (Shards shards = shards(3).start()) {
            List<Started<?>> started = new ArrayList<>();
            int[] perShard = new int[3];
            for (int at = 0; at < 30; at++) {
                Started<?> each = shards.operations().start(Poll.of(Fd.of(dup()), PollEvent.IN));
                started.add(each);
                perShard[shards.of(each.loop()).index()]++;
            }
            for (int at = 0; at < 3; at++) {
                assertEquals(10, perShard[at]);
                assertEquals(10, pending(shards, at));
            }
            write();
            for (Started<?> each : started) {
                assertTrue(each.await(PATIENCE).isSuccess());
            }
            for (int at = 0; at < 3; at++) {
                assertEquals(0, pending(shards, at));
            }
        }
    }

    private int dup() {
        int fd = Kernel.host().calls().duplicate(pipe[0]);
        dups.add(fd);
        return fd;
    }

    @Test
    void the_one_with_least_to_do_gets_the_next() { // SPG-085
        try (Shards shards = shards(2).start()) {
            List<Started<?>> started = new ArrayList<>();
            Started<?> first = shards.operations().start(Poll.of(Fd.of(dup()), PollEvent.IN));
            started.add(first);
            int busy = shards.of(first.loop()).index();
            Started<?> second = shards.operations().start(Poll.of(Fd.of(dup()), PollEvent.IN));
            started.add(second);
            assertNotEquals(busy, shards.of(second.loop()).index());
            second.cancel();
            assertFalse(second.await(PATIENCE).isSuccess());
            Started<?> third = shards.operations().start(Poll.of(Fd.of(dup()), PollEvent.IN));
            started.add(third);
            assertNotEquals(busy, shards.of(third.loop()).index());
            started.forEach(Started::cancel);
            started.forEach(each -> each.await(PATIENCE));
        }
    }

    @Test
    void a_cancel_reaches_the_shard_that_has_it() { // SPG-087, C-50
        try (Shards shards = shards(2).start()) {
            for (int round = 0; round < 50; round++) {
                Started<?> poll =
                        shards.spawn(
                                        Placement.on(round % 2),
                                        () -> shards.operations().start(readable()))
                                .join(PATIENCE);
                GroupTask<Integer> canceller =
                        shards.spawn(
                                Placement.on(1 - round % 2),
                                () -> {
                                    poll.cancel();
                                    return 0;
                                });
                Completed<?> end = poll.await(PATIENCE);
                assertTrue(end.isStopped(), end::toString);
                canceller.join(PATIENCE);
            }
            assertEquals(0, pending(shards, 0) + pending(shards, 1));
        }
    }

    @Test
    void a_wait_that_ends_cancels_it_wherever_it_is() { // UM-27, SPG-087, SPG-111
        try (Shards shards = shards(2).start()) {
            for (int shard = 0; shard < 2; shard++) {
                assertThrows(
                        TaskException.TimedOut.class,
                        () -> shards.operations().run(readable(), Duration.ofMillis(5)));
            }
            assertEquals(0, pending(shards, 0) + pending(shards, 1));
        }
    }

    @Test
    void a_task_keeps_to_its_own_shard_without_a_hand_over() { // SPG-015, SPG-088
        try (Shards shards = shards(2).start()) {
            for (int round = 0; round < 100; round++) {
                int home = round % 2;
                shards.spawn(
                                Placement.on(home),
                                () -> shards.operations().run(Nop.plain(), PATIENCE))
                        .join(PATIENCE);
            }
            assertEquals(50, shards.shard(0).tallies.local.sum());
            assertEquals(50, shards.shard(1).tallies.local.sum());
            assertEquals(0, shards.shard(0).tallies.remote.sum());
            assertTrue(shards.operations().run(Nop.plain(), PATIENCE).isSuccess());
            assertEquals(
                    1, shards.shard(0).tallies.remote.sum() + shards.shard(1).tallies.remote.sum());
        }
    }

    @Test
    void a_stream_keeps_its_shard_for_as_long_as_its_lease() {
        // SPG-086, SPG-089
        Leases leases = new Leases(clock::get, 1000);
        try (Shards shards = shards(2).start()) {
            Shard one = shards.shard(0);
            Shard other = shards.shard(1);
            Fd<?> file = Fd.of(5);
            Lease first = leases.begin(file, Affinity.STRONG, _ -> one);
            assertEquals(one, leases.begin(file, Affinity.STRONG, _ -> other).shard);
            leases.end(file, first, Affinity.STRONG);
            clock.set(5000);
            assertEquals(one, leases.begin(file, Affinity.WEAK, _ -> other).shard); // one under way
            leases.end(file, first, Affinity.WEAK);
            leases.end(file, first, Affinity.STRONG);
            clock.set(5999);
            assertEquals(one, leases.begin(file, Affinity.STRONG, _ -> other).shard);
            leases.end(file, first, Affinity.STRONG);
            clock.set(6999); // its time is up
            Lease next = leases.begin(file, Affinity.STRONG, _ -> other);
            assertEquals(other, next.shard);
            leases.end(file, next, Affinity.STRONG);
            assertEquals(1, leases.size());
            leases.forget(file);
            assertEquals(0, leases.size());
        }
    }

    @Test
    void a_file_only_prefers_its_shard() { // SPG-086
        Leases leases = new Leases(clock::get, 1000);
        try (Shards shards = shards(2).start()) {
            Shard one = shards.shard(0);
            Shard other = shards.shard(1);
            Fd<?> file = Fd.of(5);
            Lease first = leases.begin(file, Affinity.WEAK, liked -> liked == null ? one : other);
            Lease second =
                    leases.begin(file, Affinity.WEAK, liked -> liked == null ? other : liked);
            assertEquals(one, second.shard);
            Lease third = leases.begin(file, Affinity.WEAK, _ -> other);
            assertEquals(other, third.shard);
            leases.end(file, first, Affinity.WEAK);
            leases.end(file, second, Affinity.WEAK);
            leases.end(file, third, Affinity.WEAK);
            clock.set(1000);
            assertEquals(0, leases.size());
        }
    }

    @Test
    void a_multishot_holds_its_file_until_it_has_ended() throws Exception { // SPG-086, SPG-087
        try (Shards shards = shards(2).start()) {
            AtomicInteger answers = new AtomicInteger();
            StartedEach<?> each =
                    shards.operations()
                            .start(
                                    PollEach.of(Fd.of(pipe[0]), PollEvent.IN),
                                    100,
                                    counting(answers));
            Shard home = each.shard();
            write();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (answers.get() == 0) {
                assertTrue(System.nanoTime() < deadline, "no answer");
                Thread.onSpinWait();
            }
            for (int at = 0; at < 10; at++) { // whatever asks for the file goes there
                Started<?> poll = shards.operations().start(readable());
                assertEquals(home, shards.of(poll.loop()));
                assertTrue(poll.await(PATIENCE).isSuccess());
            }
            each.grant(1);
            each.cancel();
            each.cancel();
            assertTrue(each.future().get().isStopped());
            assertEquals(0, pending(shards, 0) + pending(shards, 1));
            assertEquals(0, shards.operations().leases());
        }
    }

    private static <R> MultishotListener<R> counting(AtomicInteger answers) {
        return new MultishotListener<>() {
            @Override
            public void next(MultishotRun<R> run, R answer) {
                answers.incrementAndGet();
            }

            @Override
            public void ended(MultishotRun<R> run, Completed<R> end) {
                answers.addAndGet(1000);
            }
        };
    }

    @Test
    void no_lease_is_left_behind() { // SPG-086, SPG-087
        try (Shards shards = shards(2).start()) {
            List<GroupTask<Integer>> tasks = new ArrayList<>();
            for (int at = 0; at < 64; at++) {
                int fd = 100_000 + at; // no such file
                tasks.add(
                        shards.spawn(
                                Placement.stealable(),
                                () -> {
                                    for (int round = 0; round < 20; round++) {
                                        Poll poll = Poll.of(Fd.of(fd), PollEvent.IN);
                                        assertFalse(
                                                shards.operations()
                                                        .run(poll, PATIENCE)
                                                        .isSuccess());
                                    }
                                    return 0;
                                }));
            }
            tasks.forEach(task -> task.join(PATIENCE));
            assertEquals(0, pending(shards, 0) + pending(shards, 1));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (shards.operations().leases() > 0) { // until their time is up
                assertTrue(System.nanoTime() < deadline, "a lease stays");
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void what_belongs_to_one_ring_is_refused() { // SPG-048, SPG-089
        try (Shards shards = shards(1).start()) {
            IllegalArgumentException e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> shards.operations().run(Cancel.any(), PATIENCE));
            assertTrue(String.valueOf(e.getMessage()).contains("one ring"), e::toString);
        }
    }

    @Test
    void a_stream_of_a_shard_needs_no_bookkeeping() { // SPG-083, SPG-096, SPG-097, SPG-104
        try (Shards shards = shards(2).start()) {
            Shard home = shards.pick(Placement.on(1));
            assertEquals(0, home.index() - 1);
            Pair<StreamSocket> pair = StreamSocket.pair(home.loop());
            int echoed =
                    shards.spawn(
                                    Placement.on(shards.of(pair.first().loop()).index()),
                                    () -> echo(pair))
                            .join(PATIENCE);
            assertEquals(1, echoed);
            assertEquals(0, shards.operations().leases());
            assertEquals(0, home.tallies.local.sum() + home.tallies.remote.sum());
            pair.first().close();
            pair.second().close();
        }
    }

    private static int echo(Pair<StreamSocket> pair) {
        try (OwnedBuffer out = OwnedBuffer.allocate(1);
                OwnedBuffer in = OwnedBuffer.allocate(64)) {
            pair.first().write(Span.of(out));
            return pair.second().read(Span.of(in));
        }
    }

    /// Many connections at a time, as a policy says: where the caller is, in turn, or on one shard.
    @ParameterizedTest
    @CsvSource({"HERE, 1, 1", "ROUND_ROBIN, 0, 1", "ON, 0, 0"})
    void many_connect_where_a_policy_says(String policy, int first, int second) { // SPG-096
        int count = 16;
        try (Shards shards = shards(2).start()) {
            Loop server = shards.shard(0).loop();
            InetAddress local = InetAddress.getLoopbackAddress();
            Listener<StreamSocket> listener =
                    Listener.listen(server, new InetSocketAddress(local, 0));
            Placement placement =
                    switch (policy) {
                        case "HERE" -> Placement.here();
                        case "ROUND_ROBIN" -> Placement.roundRobin();
                        default -> Placement.on(0);
                    };
            List<StreamSocket> all =
                    shards.spawn(
                                    Placement.on(1),
                                    () -> connectMany(shards, placement, listener, count))
                            .join(PATIENCE);
            int[] perShard = new int[2];
            for (StreamSocket each : all) {
                perShard[shards.of(each.loop()).index()]++;
            }
            assertEquals(count, all.size());
            assertEquals(first == second, perShard[0] == 0 || perShard[1] == 0);
            assertTrue(first != second || perShard[first] == count);
            assertTrue(first == second || perShard[0] == perShard[1]);
            all.forEach(StreamSocket::close);
            listener.close();
        }
    }

    private static List<StreamSocket> connectMany(
            Shards shards, Placement placement, Listener<StreamSocket> listener, int count) {
        List<GroupTask<StreamSocket>> tasks = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            Loop loop = shards.pick(placement).loop();
            tasks.add(
                    shards.of(loop)
                            .spawn(
                                    () ->
                                            StreamSocket.connect(
                                                    loop, listener.localAddress(), PATIENCE)));
        }
        return tasks.stream().map(each -> each.join(PATIENCE)).toList();
    }

    @Test
    void connections_go_to_the_shards_in_turn() { // SPG-096, SPG-098
        try (Shards shards = shards(2).start()) {
            Listener<StreamSocket> listener =
                    Listener.listen(
                            shards.shard(0).loop(),
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            List<StreamSocket> all = new ArrayList<>();
            int[] perShard = new int[2];
            for (int at = 0; at < 8; at++) {
                Shard to = shards.pick(Placement.roundRobin());
                all.add(StreamSocket.connect(to.loop(), listener.localAddress(), PATIENCE));
                StreamSocket accepted = listener.accept(to.loop(), PATIENCE);
                assertEquals(to, shards.of(accepted.loop()));
                perShard[to.index()]++;
                all.add(accepted);
            }
            assertEquals(4, perShard[0]);
            all.forEach(StreamSocket::close);
            listener.close();
        }
    }
}
