package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Locks of java.util.concurrent, each with ten workers who compute or write a file while they have
/// it (UM-56, UM-57).
final class MutexGroups implements Shape {

    private static final int WORKERS = 10;
    private static final Pattern PATTERN = Pattern.compile("foo(.+)$");
    private static final String TEXT = "foobar".repeat(100);

    private final boolean writes;
    private final int groups;
    private final int rounds;

    private MutexGroups(boolean writes, int groups, int rounds) {
        this.writes = writes;
        this.groups = groups;
        this.rounds = rounds;
    }

    /// Who has the lock matches a regular expression.
    static MutexGroups computing() {
        return new MutexGroups(false, 20, 100);
    }

    /// Who has the lock writes 1 KiB.
    static MutexGroups writing() {
        return new MutexGroups(true, 48, 20);
    }

    @Override
    public String id() {
        return writes ? "um_mutex_io_48x10" : "um_mutex_cpu_20x10";
    }

    @Override
    public String says() {
        String what = writes ? " writes of 1 KiB" : " matches of a pattern";
        return groups + " locks, " + WORKERS + " workers with " + rounds + what + " each";
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.JDK, Peer.THREADS, Peer.POOL_10);
    }

    @Override
    public Work open(Peer peer) throws IOException {
        return writes ? new Writers(peer, groups, WORKERS, rounds) : open(peer, 0);
    }

    /// @param lost how many rounds the first worker of each lock leaves out: for tests
    Work open(Peer peer, int lost) {
        return new Computers(Crew.of(peer, WORKERS), groups, rounds, lost);
    }

    /// One lock, and what it guards.
    private static final class Group {
        final ReentrantLock lock = new ReentrantLock();
        long matched;

        void work(int rounds) {
            for (int at = 0; at < rounds; at++) {
                lock.lock();
                try {
                    Matcher matcher = PATTERN.matcher(TEXT);
                    matched += matcher.find() ? matcher.group(1).length() : 0;
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private static final class Computers implements Work {
        private final Crew crew;
        private final int rounds;
        private final List<Group> groups = new ArrayList<>();
        private final List<Crew.Part> parts = new ArrayList<>();

        Computers(Crew crew, int count, int rounds, int lost) {
            this.crew = crew;
            this.rounds = rounds;
            for (int number = 0; number < count; number++) {
                Group group = new Group();
                groups.add(group);
                for (int worker = 0; worker < WORKERS; worker++) {
                    int mine = worker == 0 ? rounds - lost : rounds;
                    parts.add(() -> group.work(mine));
                }
            }
        }

        @Override
        public void iterate() throws Exception {
            groups.forEach(each -> each.matched = 0);
            crew.run(parts);
            long expected = (long) WORKERS * rounds * (TEXT.length() - "foo".length());
            for (Group each : groups) {
                WrongResultException.unless("matched characters", expected, each.matched);
            }
        }

        @Override
        public void close() {
            crew.close();
        }
    }
}
