package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Message;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.TransferQueue;
import java.util.stream.IntStream;

/// Many numbers one way, and one answer when the last of them has come.
final class OneWay implements Shape {

    private static final int NUMBERS = 2048;
    private static final int SUM = NUMBERS * (NUMBERS - 1) / 2;

    @Override
    public String id() {
        return "steady_one_way_send_drain";
    }

    @Override
    public String says() {
        return NUMBERS + " numbers to another worker, which sends back their sum";
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.RING_2_SPIN, Peer.JDK, Peer.JDK_1);
    }

    @Override
    public Map<Peer, Double> goals() {
        return Map.of(Peer.JDK, 0.6);
    }

    @Override
    public Work open(Peer peer) {
        return peer.isOurs() ? new OnShards(peer) : new OnQueues();
    }

    /// Messages: all numbers in one call, as they are there at once.
    private static final class OnShards implements Work {

        private static final int NUMBER = 1;
        private static final int FLUSH = 2;
        private static final int STOP = 3;
        private static final int ANSWER = 4;

        private final int[] numbers = IntStream.range(0, NUMBERS).toArray();
        private final Shards shards;
        private final Shard first;
        private final Shard last;

        OnShards(Peer peer) {
            shards = Ours.builder(peer).messageCapacity(2 * NUMBERS).hotTags(ANSWER).start();
            first = shards.shard(0);
            last = shards.shard(shards.count() - 1);
            last.spawn(this::drain);
        }

        @Override
        public void iterate() throws WrongResultException {
            int sum = first.spawn(this::send).join(null);
            WrongResultException.unless("sum of the numbers", SUM, sum);
        }

        @Override
        public void close() {
            last.tell(STOP, 0);
            shards.close();
        }

        private int send() throws WrongResultException {
            WrongResultException.unless("numbers let in", NUMBERS, last.tellMany(NUMBER, numbers));
            last.tell(FLUSH, 0);
            return first.receiveHot(null).value();
        }

        private int drain() {
            int sum = 0;
            while (true) {
                for (Message message : last.receiveMany(NUMBERS, null)) {
                    switch (message.tag()) {
                        case NUMBER -> sum += message.value();
                        case FLUSH -> {
                            first.tell(ANSWER, sum);
                            sum = 0;
                        }
                        default -> {
                            return sum;
                        }
                    }
                }
            }
        }
    }

    /// A queue to another virtual thread.
    private static final class OnQueues implements Work {

        private static final Integer FLUSH = -1;
        private static final Integer STOP = -2;

        private final TransferQueue<Integer> there = new LinkedTransferQueue<>();
        private final TransferQueue<Integer> back = new LinkedTransferQueue<>();
        private final Thread drain = Thread.startVirtualThread(this::drain);

        @Override
        public void iterate() throws Exception {
            FutureTask<Integer> sending = new FutureTask<>(this::send);
            Thread.startVirtualThread(sending);
            WrongResultException.unless("sum of the numbers", SUM, sending.get());
        }

        @Override
        public void close() {
            there.add(STOP);
            Work.join(drain);
        }

        private Integer send() throws InterruptedException {
            for (int number = 0; number < NUMBERS; number++) {
                there.add(number);
            }
            there.add(FLUSH);
            return back.take();
        }

        private void drain() {
            try {
                int sum = 0;
                for (Integer next = there.take(); !next.equals(STOP); next = there.take()) {
                    if (next.equals(FLUSH)) {
                        back.add(sum);
                        sum = 0;
                    } else {
                        sum += next;
                    }
                }
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts it", e);
            }
        }
    }
}
