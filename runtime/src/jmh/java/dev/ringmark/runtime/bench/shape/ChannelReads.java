package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.nio.ByteBuffer;

import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Reads by the JDK's channels: in the one virtual thread that wants them, or a virtual thread for
/// each of a batch; or by a pool of blocking threads, which the one who wants them waits for.
final class ChannelReads implements Work {

    private final Blocks blocks;
    private final int reads;
    private final int batch;
    private final Crew crew;
    private final boolean isHandedOver;
    private final FileChannel file;
    private final ByteBuffer single = ByteBuffer.allocateDirect(Blocks.SIZE);

    ChannelReads(Peer peer, Blocks blocks, int reads, int batch) throws IOException {
        this.blocks = blocks;
        this.reads = reads;
        this.batch = batch;
        crew = Crew.of(peer, 1);
        isHandedOver = peer == Peer.BLOCKING_POOL;
        file = FileChannel.open(blocks.path, StandardOpenOption.READ);
    }

    @Override
    public void iterate() throws Exception {
        if (batch == 1 && !isHandedOver) {
            crew.run(
                    List.of(
                            () -> {
                                for (int at = 0; at < reads; at++) {
                                    read(Blocks.block(at), single);
                                }
                            }));
            return;
        }
        for (int from = 0; from < reads; from += batch) {
            List<Crew.Part> together = new ArrayList<>(batch);
            for (int at = from; at < from + batch; at++) {
                int block = Blocks.block(at);
                together.add(() -> read(block, batch == 1 ? single : memory()));
            }
            crew.run(together);
        }
    }

    private static ByteBuffer memory() {
        return ByteBuffer.allocate(Blocks.SIZE);
    }

    private void read(int block, ByteBuffer into) throws IOException, WrongResultException {
        int bytes = file.read(into.clear(), (long) block * Blocks.SIZE);
        Blocks.check(block, bytes, into);
    }

    @Override
    public void close() throws IOException {
        crew.close();
        file.close();
        blocks.close();
    }
}
