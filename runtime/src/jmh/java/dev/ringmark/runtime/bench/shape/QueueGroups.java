package dev.ringmark.runtime.bench.shape;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Queues of java.util.concurrent, each with several that put numbers in and several that take them
/// out (UM-55). The code is the same for all peers.
final class QueueGroups implements Shape {

    private static final int GROUPS = 20;
    private static final int PRODUCERS = 5;
    private static final int CONSUMERS = 10;
    private static final int ITEMS = 1000;

    @Override
    public String id() {
        return "um_queue_20x5x10";
    }

    @Override
    public String says() {
        return GROUPS
                + " queues, "
                + PRODUCERS
                + " producers of "
                + ITEMS
                + " items and "
                + CONSUMERS
                + " consumers each";
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.JDK, Peer.THREADS, Peer.POOL_10);
    }

    @Override
    public Work open(Peer peer) {
        return new Groups(Crew.of(peer, PRODUCERS + CONSUMERS), 0);
    }

    /// One queue; for one iteration.
    private static final class Group {
        static final Integer STOP = -1;

        /// Has room for all there will ever be, so nobody waits for room.
        final BlockingQueue<Integer> queue =
                new LinkedBlockingQueue<>(PRODUCERS * ITEMS + CONSUMERS);

        final AtomicInteger producing = new AtomicInteger(PRODUCERS);
        final AtomicLong sum = new AtomicLong();

        /// The last one tells the consumers that nothing more comes.
        void produce(int producer, int items) throws InterruptedException {
            for (int at = 0; at < items; at++) {
                queue.put(item(producer, at));
            }
            if (producing.decrementAndGet() == 0) {
                for (int at = 0; at < CONSUMERS; at++) {
                    queue.put(STOP);
                }
            }
        }

        void consume() throws InterruptedException {
            long taken = 0;
            for (Integer item = queue.take(); !item.equals(STOP); item = queue.take()) {
                taken += item;
            }
            sum.addAndGet(taken);
        }
    }

    private static int item(int producer, int at) {
        return (producer * 31 + at * 7919) % 1000;
    }

    /// All queues.
    static final class Groups implements Work {
        private final Crew crew;
        private final int lost;
        private final long expected;

        /// @param crew is the work's to close
        /// @param lost how many items the first producer of each queue leaves out: for tests
        Groups(Crew crew, int lost) {
            this.crew = crew;
            this.lost = lost;
            long sum = 0;
            for (int producer = 0; producer < PRODUCERS; producer++) {
                for (int at = 0; at < ITEMS; at++) {
                    sum += item(producer, at);
                }
            }
            expected = sum;
        }

        @Override
        public void iterate() throws Exception {
            List<Group> groups = new ArrayList<>(GROUPS);
            List<Crew.Part> parts = new ArrayList<>(GROUPS * (PRODUCERS + CONSUMERS));
            for (int number = 0; number < GROUPS; number++) {
                Group group = new Group();
                groups.add(group);
                for (int at = 0; at < PRODUCERS; at++) {
                    int producer = at;
                    int items = producer == 0 ? ITEMS - lost : ITEMS;
                    parts.add(() -> group.produce(producer, items));
                }
                for (int at = 0; at < CONSUMERS; at++) {
                    parts.add(group::consume);
                }
            }
            crew.run(parts);
            for (Group each : groups) {
                WrongResultException.unless("sum of the items", expected, each.sum.get());
            }
        }

        @Override
        public void close() {
            crew.close();
        }
    }
}
