package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;

/// A number there and the same number back, over and over, between two that stay.
final class PingPong implements Shape {

    private static final int ROUNDS = 256;

    @Override
    public String id() {
        return "steady_ping_pong_rtt";
    }

    @Override
    public String says() {
        return ROUNDS + " numbers one by one to another worker, each sent back";
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.RING_2_SPIN, Peer.JDK, Peer.JDK_1);
    }

    @Override
    public Map<Peer, Double> goals() {
        return Map.of(Peer.JDK, 0.25, Peer.JDK_1, 1.0);
    }

    @Override
    public Work open(Peer peer) {
        return open(peer, ROUNDS);
    }

    /// With another number of rounds in an iteration.
    static Work open(Peer peer, int rounds) {
        if (peer.isOurs()) {
            return new OnShards(peer, rounds);
        }
        Thread.Builder threads = peer.isJdk() ? Thread.ofVirtual() : Thread.ofPlatform();
        return new OnQueues(threads, rounds);
    }

    /// The sum of what comes back.
    private static long expected(int rounds) {
        return (long) rounds * (rounds - 1) / 2;
    }

    /// Messages between the first shard and the last.
    private static final class OnShards implements Work {

        private static final int PING = 1;
        private static final int PONG = 2;
        private static final int STOP = -1;

        private final Shards shards;
        private final Shard first;
        private final Shard last;
        private final int rounds;

        OnShards(Peer peer, int rounds) {
            this.rounds = rounds;
            shards = Ours.builder(peer).hotTags(PONG).start();
            first = shards.shard(0);
            last = shards.shard(shards.count() - 1);
            last.spawn(this::answer);
        }

        @Override
        public void iterate() throws WrongResultException {
            long sum = first.spawn(this::play).join(null);
            WrongResultException.unless("sum of what came back", expected(rounds), sum);
        }

        @Override
        public void close() {
            last.tell(PING, STOP);
            shards.close();
        }

        private long play() {
            long sum = 0;
            for (int round = 0; round < rounds; round++) {
                last.tell(PING, round);
                sum += first.receiveHot(null).value();
            }
            return sum;
        }

        private int answer() {
            while (true) {
                int value = last.receive(null).value();
                if (value == STOP) {
                    return 0;
                }
                first.tell(PONG, value);
            }
        }
    }

    /// Queues between two threads.
    private static final class OnQueues implements Work {

        private static final Integer STOP = -1;

        private final TransferQueue<Integer> there = new LinkedTransferQueue<>();
        private final TransferQueue<Integer> back = new LinkedTransferQueue<>();
        private final Thread.Builder threads;
        private final Thread answerer;
        private final int rounds;

        OnQueues(Thread.Builder threads, int rounds) {
            this.threads = threads;
            this.rounds = rounds;
            answerer = threads.start(this::answer);
        }

        @Override
        public void iterate() throws Exception {
            FutureTask<Long> game = new FutureTask<>(this::play);
            threads.start(game);
            WrongResultException.unless("sum of what came back", expected(rounds), game.get());
        }

        @Override
        public void close() {
            there.add(STOP);
            Work.join(answerer);
        }

        private long play() throws InterruptedException {
            long sum = 0;
            for (int round = 0; round < rounds; round++) {
                there.add(round);
                sum += back.take();
            }
            return sum;
        }

        private void answer() {
            try {
                for (Integer value = there.take(); !value.equals(STOP); value = there.take()) {
                    back.add(value);
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        }
    }
}
