package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Reads of 4 KiB in a file that the page cache has, one at a time or so many together.
final class FileReads implements Shape {

    private static final int RTT_READS = 256;
    private static final int THROUGHPUT_READS = 4096;
    private static final int BATCH = 32;

    private final String id;
    private final String says;
    private final double goal;
    private final int reads;
    private final int batch;

    private FileReads(String id, double goal, int reads, int batch, String says) {
        this.id = id;
        this.goal = goal;
        this.reads = reads;
        this.batch = batch;
        this.says = says;
    }

    /// One after the other, into the same memory.
    static FileReads oneByOne() {
        String says = RTT_READS + " reads of 4 KiB from the page cache, one after the other";
        return new FileReads("fs_read_rtt_4k", 0.5, RTT_READS, 1, says);
    }

    /// So many at a time, each into memory of its own.
    static FileReads inBatches() {
        String says = THROUGHPUT_READS + " reads of 4 KiB, " + BATCH + " at a time";
        return new FileReads("fs_read_throughput_4k_qd32", 0.6, THROUGHPUT_READS, BATCH, says);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String says() {
        return says;
    }

    @Override
    public Set<Peer> peers() {
        return EnumSet.of(Peer.RING_1, Peer.RING_2, Peer.JDK, Peer.BLOCKING_POOL);
    }

    @Override
    public Map<Peer, Double> goals() {
        return Map.of(Peer.BLOCKING_POOL, goal);
    }

    @Override
    public Work open(Peer peer) throws IOException {
        return open(peer, new Blocks());
    }

    /// @param file is the work's to close
    Work open(Peer peer, Blocks file) throws IOException {
        return switch (peer) {
            case RING_1, RING_2, RING_2_SPIN -> new RingReads(peer, file, reads, batch);
            default -> new ChannelReads(peer, file, reads, batch);
        };
    }
}
