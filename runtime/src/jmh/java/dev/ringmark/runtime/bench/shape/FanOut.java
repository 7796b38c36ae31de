package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.task.GroupTask;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.FutureTask;

/// Requests in sequence, each of which is computed in parts: of equal size, or with one part that
/// takes most of the time.
final class FanOut implements Shape {

    private static final int WORKERS = 4;
    private static final int REQUESTS = 64;
    private static final int PARTS = 16;
    private static final int STEPS_EQUAL = 2000;
    private static final int STEPS_LONG = 20_000;
    private static final int STEPS_SHORT = 500;

    private final boolean isSkewed;

    FanOut(boolean isSkewed) {
        this.isSkewed = isSkewed;
    }

    @Override
    public String id() {
        return isSkewed ? "fanout_fanin_skewed" : "fanout_fanin_balanced";
    }

    @Override
    public String says() {
        return REQUESTS
                + " requests in sequence, each in "
                + PARTS
                + (isSkewed
                        ? " parts, one of " + STEPS_LONG + " steps and the others of " + STEPS_SHORT
                        : " parts of " + STEPS_EQUAL + " steps");
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.RING_2_SPIN, Peer.JDK, Peer.FORK_JOIN);
    }

    @Override
    public Map<Peer, Double> goals() {
        return Map.of(Peer.FORK_JOIN, 1.0);
    }

    @Override
    public int workers() {
        return WORKERS;
    }

    @Override
    public Work open(Peer peer) {
        return switch (peer) {
            case JDK -> new OnVirtualThreads();
            case FORK_JOIN -> new OnPool();
            default -> new OnShards(Ours.builder(peer).start());
        };
    }

    private int steps(int request, int part) {
        if (!isSkewed) {
            return STEPS_EQUAL;
        }
        return part == request % PARTS ? STEPS_LONG : STEPS_SHORT;
    }

    private long part(int request, int part) {
        return compute(request * PARTS + part, steps(request, part));
    }

    /// Steps of a generator of numbers, each of which needs the one before.
    private static long compute(long seed, int steps) {
        long x = seed;
        for (int i = 0; i < steps; i++) {
            x = x * 6_364_136_223_846_793_005L + (1_442_695_040_888_963_407L ^ i);
            x ^= x >>> 29;
        }
        return x;
    }

    /// Runs all requests, and compares the sum of all parts with what one thread computes.
    private abstract class Requests implements Work {

        private final long expected;

        Requests() {
            long sum = 0;
            for (int request = 0; request < REQUESTS; request++) {
                for (int part = 0; part < PARTS; part++) {
                    sum += part(request, part);
                }
            }
            expected = sum;
        }

        @Override
        public void iterate() throws Exception {
            WrongResultException.unless("sum of all parts", expected, all());
        }

        /// The sum of all requests, from a task of the peer's.
        abstract long all() throws Exception;

        /// For use by that task.
        final long inSequence() throws Exception {
            long sum = 0;
            for (int request = 0; request < REQUESTS; request++) {
                sum += one(request);
            }
            return sum;
        }

        abstract long one(int request) throws Exception;
    }

    private final class OnShards extends Requests {

        private final Shards shards;

        OnShards(Shards shards) {
            this.shards = shards;
        }

        @Override
        long all() {
            return shards.run(this::inSequence);
        }

        @Override
        long one(int request) {
            List<GroupTask<Long>> parts = new ArrayList<>(PARTS);
            for (int at = 0; at < PARTS; at++) {
                int part = at;
                parts.add(shards.spawn(Placement.stealable(), () -> part(request, part)));
            }
            long sum = 0;
            for (GroupTask<Long> part : parts) {
                sum += part.runOrJoin();
            }
            return sum;
        }

        @Override
        public void close() {
            shards.close();
        }
    }

    private final class OnVirtualThreads extends Requests {

        @Override
        long all() throws Exception {
            FutureTask<Long> task = new FutureTask<>(this::inSequence);
            Thread.startVirtualThread(task);
            return task.get();
        }

        @Override
        long one(int request) throws Exception {
            List<FutureTask<Long>> parts = new ArrayList<>(PARTS);
            for (int at = 0; at < PARTS; at++) {
                int part = at;
                FutureTask<Long> task = new FutureTask<>(() -> part(request, part));
                parts.add(task);
                Thread.startVirtualThread(task);
            }
            long sum = 0;
            for (FutureTask<Long> part : parts) {
                sum += part.get();
            }
            return sum;
        }

        @Override
        public void close() {}
    }

    private final class OnPool extends Requests {

        private final ForkJoinPool pool = new ForkJoinPool(WORKERS);

        @Override
        long all() throws Exception {
            return pool.submit(this::inSequence).get();
        }

        @Override
        long one(int request) {
            List<ForkJoinTask<Long>> parts = new ArrayList<>(PARTS);
            for (int at = 0; at < PARTS; at++) {
                int part = at;
                parts.add(ForkJoinTask.adapt(() -> part(request, part)).fork());
            }
            long sum = 0;
            for (ForkJoinTask<Long> part : parts) {
                sum += part.join();
            }
            return sum;
        }

        @Override
        public void close() {
            pool.close();
        }
    }
}
