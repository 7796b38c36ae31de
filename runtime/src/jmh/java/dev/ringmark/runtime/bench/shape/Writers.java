package dev.ringmark.runtime.bench.shape;

import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.shards.Shards;
import dev.ringmark.runtime.task.Loop;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// Files that ten workers each write to, one at a time because of a lock. Ours take the way that
/// the library takes by default.
final class Writers implements Work {

    private static final int SIZE = 1024;

    /// A file that a piece of memory is written to.
    private interface Output {
        void write(long offset) throws IOException;

        void close() throws IOException;
    }

    final Path folder = Files.createTempDirectory("ringmark-writers");
    private final Crew crew;
    private final long bytes;
    private final List<Group> groups = new ArrayList<>();
    private final List<Crew.Part> parts = new ArrayList<>();

    Writers(Peer peer, int count, int workers, int rounds) throws IOException {
        bytes = (long) workers * rounds * SIZE;
        Shards shards = peer.isOurs() ? Ours.builder(peer).start() : null;
        crew =
                shards == null ? Crew.of(peer, workers) : Crew.ofShards(shards, workers);
        for (int number = 0; number < count; number++) {
            ByteBuffer memory = ByteBuffer.allocateDirect(SIZE).order(ByteOrder.nativeOrder());
            Output output =
                    shards == null
                            ? new OfChannel(path(number), memory)
                            : new OfRing(
                                    shards.shard(number % shards.count()).loop(),
                                    path(number),
                                    memory);
            Group group = new Group(output, memory);
            groups.add(group);
            for (int worker = 0; worker < workers; worker++) {
                parts.add(() -> group.work(rounds));
            }
        }
    }

    /// A file and its lock.
    private static final class Group {
        private final Output output;
        private final ByteBuffer memory;
        private final ReentrantLock lock = new ReentrantLock();
        private long offset;

        Group(Output output, ByteBuffer memory) {
            this.output = output;
            this.memory = memory;
        }

        void work(int rounds) throws IOException {
            for (int at = 0; at < rounds; at++) {
                lock.lock();
                try {
                    memory.putLong(0, offset);
                    output.write(offset);
                    offset += SIZE;
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private static final class OfChannel implements Output {
        private final FileChannel file;
        private final ByteBuffer memory;

        OfChannel(Path path, ByteBuffer memory) throws IOException {
            this.memory = memory.duplicate();
            file =
                    FileChannel.open(
                            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }

        @Override
        public void write(long offset) throws IOException {
            memory.clear();
            for (long at = offset; memory.hasRemaining(); ) {
                at += file.write(memory, at);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static final class OfRing implements Output {
        private final File file;
        private final Span memory;

        OfRing(Loop loop, Path path, ByteBuffer memory) {
            this.memory = Span.of(memory);
            file = FileSystem.on(loop).open(path, OpenOptions.writing().create());
        }

        @Override
        public void write(long offset) {
            file.writeAllAt(offset, memory);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    @Override
    public void iterate() throws Exception {
        groups.forEach(each -> each.offset = 0);
        crew.run(parts);
        for (Group each : groups) {
            WrongResultException.unless("bytes written", bytes, each.offset);
        }
    }

    /// Looks at what the last iteration has written, too.
    ///
    /// @throws IOException when that is wrong, which its cause says
    @Override
    public void close() throws IOException {
        for (Group each : groups) {
            each.output.close();
        }
        crew.close();
        try {
            for (int number = 0; number < groups.size(); number++) {
                check(ByteBuffer.wrap(Files.readAllBytes(path(number))));
            }
        } catch (WrongResultException e) {
            throw new IOException("wrong content in a file: " + e.getMessage(), e);
        } finally {
            for (int number = 0; number < groups.size(); number++) {
                Files.delete(path(number));
            }
            Files.delete(folder);
        }
    }

    private void check(ByteBuffer content) throws WrongResultException {
        WrongResultException.unless("size of a file", bytes, content.capacity());
        content.order(ByteOrder.nativeOrder());
        for (int at = 0; at < bytes; at += SIZE) {
            WrongResultException.unless("offset of a piece", at, content.getLong(at));
        }
    }

    private Path path(int number) {
        return folder.resolve("file-" + number);
    }
}
