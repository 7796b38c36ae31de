package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.shards.Placement;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.task.GroupTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Who does the parts of an iteration at the same time: tasks of shards, virtual threads of the
/// JDK, platform threads.
///
/// The bench's thread only.
abstract class Crew implements AutoCloseable {

    /// How long an iteration may take.
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    /// One of the things to be done.
    interface Part {
        void run() throws Exception;
    }

    private final Duration patience;

    private Crew(Duration patience) {
        this.patience = patience;
    }

    /// Tasks of shards, which the crew ends.
    ///
    /// @param group how many parts in a row are one shard's; the next as many are the next one's
    static Crew ofShards(Shards shards, int group) {
        return ofShards(shards, group, PATIENCE);
    }

    /// The same with another patience: for tests.
    static Crew ofShards(Shards shards, int group, Duration patience) {
        return new OfShards(shards, group, patience);
    }

    /// A crew of any peer that has blocking calls.
    static Crew of(Peer peer, int group) {
        return of(peer, group, PATIENCE);
    }

    /// The same with another patience: for tests.
    static Crew of(Peer peer, int group, Duration patience) {
        return switch (peer) {
            case RING_1, RING_2, RING_2_SPIN ->
                    new OfShards(Ours.builder(peer).start(), group, patience);
            case JDK, JDK_1, JDK_GATHERED -> new OfThreads(Thread.ofVirtual(), patience);
            case THREADS -> new OfThreads(Thread.ofPlatform().daemon(), patience);
            case POOL_10 -> new OfPool(10, patience);
            case BLOCKING_POOL -> new OfPool(2, patience);
            case FORK_JOIN, NETTY_IO_URING, NETTY_EPOLL, NETTY_NIO ->
                    throw new IllegalArgumentException("peer: " + peer + ", which is no crew");
        };
    }

    /// Does all parts, and waits for their end.
    ///
    /// @throws IllegalStateException when some have not ended in time: which ones
    /// @throws Exception what the first part threw that threw something
    final void run(List<? extends Part> parts) throws Exception {
        CompletableFuture<String> end = new CompletableFuture<>();
        AtomicInteger left = new AtomicInteger(parts.size());
        AtomicIntegerArray ended = new AtomicIntegerArray(parts.size());
        boolean isDone = false;
        try {
            for (int at = 0; at < parts.size(); at++) {
                int index = at;
                Part part = parts.get(at);
                start(
                        at,
                        () -> {
                            try {
                                part.run();
                                ended.set(index, 1);
                                if (left.decrementAndGet() == 0) {
                                    end.complete("");
                                }
                            } catch (Throwable e) { // the bench's thread throws it
                                end.completeExceptionally(e);
                            }
                        });
            }
            end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            isDone = true;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } catch (TimeoutException e) {
            throw new IllegalStateException(missing(parts, ended), e);
        } finally {
            if (!isDone) {
                stop();
            }
        }
    }

    private String missing(List<? extends Part> parts, AtomicIntegerArray ended) {
        List<String> missing = new ArrayList<>();
        for (int at = 0; at < parts.size() && missing.size() < 10; at++) {
            if (ended.get(at) == 0) {
                missing.add(at + " (" + parts.get(at) + ")");
            }
        }
        return "after " + patience + " these parts have not ended: " + String.join(", ", missing);
    }

    /// Has somebody begin a part.
    abstract void start(int at, Runnable part);

    /// Ends the waits of those parts that have not ended.
    abstract void stop();

    /// Waits for the end of a thread that was told to end.
    static void join(Thread thread) {
        try {
            if (!thread.join(CLOSE_TIME)) {
                throw new IllegalStateException(
                        thread + " has not ended after " + CLOSE_TIME + ": what does it wait for?");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted before the end of " + thread, e);
        }
    }

    /// Ends and joins all threads.
    @Override
    public abstract void close();

    private static final class OfShards extends Crew {
        private final Shards shards;
        private final int group;
        private final List<GroupTask<String>> tasks = new ArrayList<>();
        private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

        OfShards(Shards shards, int group, Duration patience) {
            super(patience);
            this.shards = shards;
            this.group = group;
        }

        @Override
        void start(int at, Runnable part) {
            if (at == 0) {
                tasks.clear();
                threads.clear();
            }
            tasks.add(
                    shards.spawn(
                            Placement.on(at / group % shards.count()),
                            () -> {
                                threads.add(Thread.currentThread());
                                part.run();
                                return "";
                            }));
        }

        /// A cancel ends the waits of the library, an interrupt those of the JDK.
        @Override
        void stop() {
            tasks.forEach(GroupTask::cancel);
            threads.forEach(Thread::interrupt);
        }

        @Override
        public void close() {
            shards.close(CLOSE_TIME);
        }
    }

    private static final class OfThreads extends Crew {
        private final Thread.Builder kind;
        private final List<Thread> threads = new ArrayList<>();

        OfThreads(Thread.Builder kind, Duration patience) {
            super(patience);
            this.kind = kind;
        }

        @Override
        void start(int at, Runnable part) {
            if (at == 0) {
                threads.clear();
            }
            threads.add(kind.start(part));
        }

        @Override
        void stop() {
            threads.forEach(Thread::interrupt);
        }

        @Override
        public void close() {
            stop();
            threads.forEach(Crew::join);
        }
    }

    private static final class OfPool extends Crew {
        private final ExecutorService pool;
        private final List<Thread> threads = new ArrayList<>();

        OfPool(int threads, Duration patience) {
            super(patience);
            pool = Executors.newFixedThreadPool(threads, this::thread);
        }

        private Thread thread(Runnable body) {
            Thread thread = Thread.ofPlatform().daemon().unstarted(body);
            threads.add(thread);
            return thread;
        }

        @Override
        void start(int at, Runnable part) {
            pool.execute(part);
        }

        @Override
        void stop() {
            pool.shutdownNow();
        }

        @Override
        public void close() {
            stop();
            threads.forEach(Crew::join);
        }
    }
}
