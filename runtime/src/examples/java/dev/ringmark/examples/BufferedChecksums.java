package dev.ringmark.examples;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.FileType;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.fs.WalkVisitor;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.zip.CRC32;

/// Checksums of all files under a directory, several at a time, with the buffers of a pool: however
/// many files there are, it never has more than eight buffers.
///
///     java @runtime/src/examples/flags \
///         runtime/src/examples/java/dev/ringmark/examples/BufferedChecksums.java FOLDER
public final class BufferedChecksums {

    private static final int BUFFERS = 8;
    private static final int BUFFER_SIZE = 1 << 16;
    private static final int DEPTH_MAX = 64;

    private BufferedChecksums() {}

    /// Prints the checksum of each file under the directory that the argument says.
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: BufferedChecksums FOLDER");
            System.exit(2);
        }
        try (BufferPool pool = new BufferPool((long) BUFFERS * BUFFER_SIZE, BUFFER_SIZE);
                Loop loop = Loop.start(Kernel.host(), LoopOptions.named("checksums"))) {
            FileSystem files = FileSystem.on(loop);
            Semaphore turns = new Semaphore(BUFFERS); // the pool refuses at once, so wait here
            loop.fork(
                            () -> {
                                List<Task<String>> sums = new ArrayList<>();
                                for (Path each : filesUnder(files, Path.of(args[0]))) {
                                    turns.acquire();
                                    sums.add(loop.fork(() -> sum(files, pool, turns, each)));
                                }
                                sums.forEach(sum -> System.out.println(sum.join()));
                                return "";
                            })
                    .join();
        }
    }

    private static List<Path> filesUnder(FileSystem files, Path folder) {
        List<Path> found = new ArrayList<>();
        files.walk(
                folder,
                DEPTH_MAX,
                (path, entry) -> {
                    if (entry.type() == FileType.REGULAR) {
                        found.add(path);
                    }
                    return WalkVisitor.Next.ON;
                });
        found.sort(null);
        return found;
    }

    private static String sum(FileSystem files, BufferPool pool, Semaphore turns, Path path) {
        CRC32 sum = new CRC32();
        try (OwnedBuffer buffer = pool.acquire(BUFFER_SIZE);
                File file = files.open(path, OpenOptions.reading())) {
            for (int count = file.read(buffer); count > 0; count = file.read(buffer)) {
                sum.update(buffer.view(0, count).toArray(JAVA_BYTE));
            }
        } finally {
            turns.release();
        }
        return "%08x  %s".formatted(sum.getValue(), path);
    }
}
