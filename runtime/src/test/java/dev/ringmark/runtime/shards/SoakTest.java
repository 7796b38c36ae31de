package dev.ringmark.runtime.shards;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NativeMemory;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Pair;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Boundary;
import dev.ringmark.runtime.task.BoundaryRequest;
import dev.ringmark.runtime.task.GroupTask;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Everything at once on real rings whose calls go wrong now and then, for as long as
/// `-Dsoak.seconds` says: an hour is `3600` (docs/shards.md).
@Timeout(2 * 86_400)
class SoakTest { // C-64 tier R, I-06, I-12, I-26

    private static final long SECONDS = Long.getLong("soak.seconds", 20);
    private static final int ROUNDS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(1);
    private static final long SLACK_KB = 24L << 10;
    private static final int MAPPINGS_SLACK = 200;

    /// The JVM opens files of its own now and then.
    private static final int FDS_SLACK = 4;

    /// The host's, which refuses one enter in a thousand, each in another way.
    private static final class Unreliable extends ForwardingKernel {

        private static final int RATE = 1000;
        private static final Errno[] WAYS = {Errno.EINTR, Errno.EAGAIN, Errno.EBUSY};

        private final AtomicLong enters = new AtomicLong();

        Unreliable() {
            super(Kernel.host());
        }

        @Override
        public int enter(
                int fd,
                int toSubmit,
                int minComplete,
                int flags,
                MemorySegment argument,
                long argumentSize) {
            long number = enters.incrementAndGet();
            if (number % RATE == 0) {
                int way = (int) (number / RATE % (WAYS.length + 1));
                if (way < WAYS.length) {
                    return WAYS[way].negative();
                }
                toSubmit /= 2; // the rest stays for the next
            }
            return super.enter(fd, toSubmit, minComplete, flags, argument, argumentSize);
        }
    }

    /// What the process has.
    private record Holdings(int fds, long rings, long mappings, long nativeKb, long heapKb) {

        static Holdings now() throws IOException {
            System.gc();
            String[] fds = new File("/proc/self/fd").list();
            assertNotNull(fds);
            List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
            long rings = maps.stream().filter(line -> line.contains("io_uring")).count();
            Runtime jvm = Runtime.getRuntime();
            long heap = (jvm.totalMemory() - jvm.freeMemory()) >> 10;
            return new Holdings(fds.length, rings, maps.size(), NativeMemory.kilobytes(), heap);
        }

        /// The least of each.
        static Holdings least(List<Holdings> of) {
            return of.stream()
                    .reduce(
                            (a, b) ->
                                    new Holdings(
                                            Math.min(a.fds, b.fds),
                                            Math.min(a.rings, b.rings),
                                            Math.min(a.mappings, b.mappings),
                                            Math.min(a.nativeKb, b.nativeKb),
                                            Math.min(a.heapKb, b.heapKb)))
                    .orElseThrow();
        }
    }

    private record Round(Shards shards, Path file, int pipe, long end) {

        boolean isOver() {
            return System.nanoTime() - end >= 0;
        }

        Duration left() {
            return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        }

        GroupTask<Long> repeat(int home, Callable<?> deed) {
            return shards.spawn(
                    Placement.on(home),
                    () -> {
                        long times = 0;
                        for (; !isOver(); times++) {
                            assertNotNull(deed.call());
                        }
                        return times;
                    });
        }

        List<GroupTask<Long>> start(Boundary<Integer, Integer> channel) {
            List<GroupTask<Long>> tasks = new ArrayList<>();
            for (int home = 0; home < shards.count(); home++) {
                Shard here = shards.shard(home);
                Shard other = shards.shard(shards.count() - 1 - home);
                tasks.add(repeat(home, () -> message(here, other)));
                tasks.add(repeat(home, () -> shards.operations().run(Nop.plain(), PATIENCE)));
                tasks.add(repeat(home, this::cancel));
                tasks.add(repeat(home, () -> echo(here)));
                tasks.add(repeat(home, () -> read(here)));
                tasks.add(repeat(home, this::move));
                tasks.add(repeat(home, () -> serve(channel)));
                tasks.add(repeat(home, () -> ask(channel)));
                tasks.add(repeat(home, () -> BlockingPool.shared().call(() -> 1)));
            }
            tasks.add(repeat(0, this::another));
            return tasks;
        }

        /// Sends one to the other shard, and takes what has come from there.
        private Object message(Shard here, Shard other) {
            Ticket ticket = other.send(1, 1);
            try {
                ticket.await(Duration.ofMillis(10));
            } catch (TaskException.TimedOut e) {
                assertTrue(e.getMessage() != null); // the other one has ended its round
            }
            for (Message each = here.poll(); each != null; each = here.poll()) {
                assertEquals(1, each.tag());
            }
            return ticket;
        }

        private Object cancel() {
            Poll never = Poll.of(Fd.of(pipe), PollEvent.IN);
            try {
                return shards.operations().run(never, SHORT);
            } catch (TaskException.TimedOut e) {
                return e;
            }
        }

        private Object echo(Shard here) {
            try (Pair<StreamSocket> pair = StreamSocket.pair(here.loop());
                    OwnedBuffer out = OwnedBuffer.allocate(512);
                    OwnedBuffer in = OwnedBuffer.allocate(512)) {
                for (int times = 0; times < 10; times++) {
                    pair.first().writeAll(out);
                    assertTrue(pair.second().read(in) > 0);
                }
                return pair;
            }
        }

        private Object read(Shard here) {
            byte[] content = FileSystem.on(here.loop()).read(file, 1 << 16);
            assertArrayEquals(new byte[4096], content);
            return content;
        }

        private Object move() {
            try {
                return shards.spawn(Placement.stealable(), () -> 1).join(PATIENCE);
            } catch (TaskException.Overloaded e) {
                return e;
            }
        }

        private Object serve(Boundary<Integer, Integer> channel) {
            try (BoundaryRequest<Integer, Integer> request = channel.receive(SHORT)) {
                return request.respond(request.request() + 1);
            } catch (TaskException.TimedOut e) {
                return e;
            }
        }

        private Object ask(Boundary<Integer, Integer> channel) {
            try {
                int answer = channel.call(6, SHORT);
                assertEquals(7, answer);
                return answer;
            } catch (TaskException.TimedOut e) {
                return e;
            }
        }

        /// A runtime of its own, which comes and goes.
        private Object another() {
            return BlockingPool.shared()
                    .call(() -> Shards.builder().shards(1).name("brief").run(() -> 1));
        }
    }

    @Test
    void what_it_has_stays_the_same(@TempDir Path folder, TestReporter reporter)
            throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[4096]);
        int[] pipe = new int[2];
        assertEquals(0, Kernel.host().calls().pipe(pipe, 0));
        List<Holdings> seen = new ArrayList<>();
        long deeds = 0;
        LoopOptions options = LoopOptions.named("soak").withHeldMax(Duration.ZERO);
        ShardsBuilder builder = Shards.builder().shards(2).loop(options).kernel(new Unreliable());
        try (Shards shards = builder.start()) {
            for (int at = 0; at < ROUNDS; at++) {
                long end = System.nanoTime() + SECONDS * 1_000_000_000L / ROUNDS;
                Round round = new Round(shards, file, pipe[0], end);
                try (Boundary<Integer, Integer> channel = Boundary.channel(4)) {
                    for (GroupTask<Long> each : round.start(channel)) {
                        deeds += each.join(round.left().plus(PATIENCE));
                    }
                }
                seen.add(Holdings.now());
            }
            ShardsSnapshot last = shards.snapshot();
            assertEquals(0, last.sum(shard -> shard.operations().pending()));
            assertEquals(0, last.sum(shard -> shard.tasks().violations()));
        }
        Kernel.host().close(pipe[0]);
        Kernel.host().close(pipe[1]);
        // What a thread or a compilation takes comes and goes, what leaks stays: the least counts.
        Holdings first = Holdings.least(seen.subList(1, ROUNDS / 2)); // the first makes it warm
        Holdings last = Holdings.least(seen.subList(ROUNDS / 2 + 1, ROUNDS));
        String all = deeds + " deeds, " + seen;
        assertTrue(last.fds() - first.fds() <= FDS_SLACK, all);
        assertTrue(last.rings() <= first.rings(), all);
        assertTrue(last.mappings() - first.mappings() < MAPPINGS_SLACK, all);
        assertTrue(last.nativeKb() - first.nativeKb() < SLACK_KB, all);
        assertTrue(last.heapKb() - first.heapKb() < SLACK_KB, all);
        reporter.publishEntry("soak", all);
    }
}
