package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FilePolicy;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.shards.Shard;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Started;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads of ours, all by the ring: reads alone by a task of the first shard, batches by a task of
/// each, which share them.
final class RingReads implements Work {

    private static final int POOL_BYTES = 1 << 20;

    private final Blocks blocks;
    private final Crew crew;
    private final List<Reader> readers = new ArrayList<>();

    RingReads(Peer peer, Blocks blocks, int reads, int batch) {
        this.blocks = blocks;
        Shards shards = Ours.builder(peer).start();
        crew = Crew.ofShards(shards, 1);
        int count = batch == 1 ? 1 : shards.count();
        for (Shard each : shards.all().subList(0, count)) {
            readers.add(new Reader(each.loop(), blocks, reads / count, batch, readers.size()));
        }
    }

    /// One task, with a share of the reads.
    private static final class Reader implements Crew.Part {
        private final Loop loop;
        private final File file;
        private final BufferPool pool = new BufferPool(POOL_BYTES, Blocks.SIZE);
        private final OwnedBuffer single = OwnedBuffer.allocate(Blocks.SIZE, Blocks.SIZE);
        private final int reads;
        private final int batch;
        private final int first;

        Reader(Loop loop, Blocks blocks, int reads, int batch, int place) {
            this.loop = loop;
            this.reads = reads;
            this.batch = batch;
            first = place * reads;
            file = FileSystem.on(loop, FilePolicy.RING).open(blocks.path, OpenOptions.reading());
        }

        @Override
        public void run() throws WrongResultException {
            for (int done = 0; done < reads; done += batch) {
                if (batch == 1) {
                    readOne(Blocks.block(first + done));
                } else {
                    readMany(first + done);
                }
            }
        }

        private void readOne(int block) throws WrongResultException {
            int bytes = file.readAt((long) block * Blocks.SIZE, single);
            Blocks.check(block, bytes, single.view().asByteBuffer());
        }

        /// Starts all, which one enter submits, and waits for each.
        private void readMany(int from) throws WrongResultException {
            List<OwnedBuffer> buffers = new ArrayList<>(batch);
            List<Started<Transfer>> started = new ArrayList<>(batch);
            try {
                for (int at = 0; at < batch; at++) {
                    OwnedBuffer buffer = pool.acquire(Blocks.SIZE);
                    buffers.add(buffer);
                    long offset = (long) Blocks.block(from + at) * Blocks.SIZE;
                    started.add(Started.on(loop, Read.at(file.fd(), offset, buffer)));
                }
                for (int at = 0; at < batch; at++) {
                    int bytes = started.get(at).await(null).take().bytes();
                    int block = Blocks.block(from + at);
                    Blocks.check(block, bytes, buffers.get(at).view().asByteBuffer());
                }
            } finally {
                try (Scope _ = Scope.shield()) {
                    started.forEach(each -> each.await(null));
                }
                buffers.forEach(OwnedBuffer::close);
            }
        }

        void close() {
            file.close();
            pool.close();
            single.close();
        }

        @Override
        public String toString() {
            return "reads of " + file;
        }
    }

    @Override
    public void iterate() throws Exception {
        crew.run(readers);
    }

    @Override
    public void close() throws IOException {
        crew.close();
        readers.forEach(Reader::close);
        blocks.close();
    }
}
