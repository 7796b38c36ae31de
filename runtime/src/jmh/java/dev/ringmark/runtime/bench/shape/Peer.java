package dev.ringmark.runtime.bench.shape;

/// What runs a shape: one of our runtimes, or what somebody would use instead.
public enum Peer {
    /// Our runtime on one ring: all of a shape is on one thread.
    RING_1("shards, 1"),

    /// Our runtime on two rings; each shape has it, and is compared by it.
    RING_2("shards, 2"),

    /// The same, each bound to a CPU, where it looks for a while before it sleeps.
    RING_2_SPIN("shards, 2, bound and spinning"),

    /// Virtual threads of the JDK on as many carriers as the shape has workers, and NIO.
    JDK("virtual threads"),

    /// The same on one carrier, so that all of a shape is on one thread.
    JDK_1("virtual threads, 1 carrier"),

    /// The same with one write for a whole window of frames.
    JDK_GATHERED("virtual threads, gathering"),

    /// A ForkJoinPool with as many threads as the shape has workers.
    FORK_JOIN("ForkJoinPool"),

    /// A platform thread for each task.
    THREADS("platform threads"),

    /// Ten platform threads.
    POOL_10("pool of 10 threads"),

    /// Two platform threads that block in pread(2) for whoever asks: what spawn-blocking does.
    BLOCKING_POOL("blocking pool, 2 threads"),

    /// Netty on its io_uring transport.
    NETTY_IO_URING("Netty, io_uring"),

    /// Netty on epoll.
    NETTY_EPOLL("Netty, epoll"),

    /// Netty on NIO.
    NETTY_NIO("Netty, NIO");

    private final String label;

    Peer(String label) {
        this.label = label;
    }

    /// What a table calls it.
    public String label() {
        return label;
    }

    /// Whether it is a runtime of ours.
    public boolean isOurs() {
        return this == RING_1 || this == RING_2 || this == RING_2_SPIN;
    }

    /// Whether it is virtual threads of the JDK.
    public boolean isJdk() {
        return this == JDK || this == JDK_1 || this == JDK_GATHERED;
    }
}
