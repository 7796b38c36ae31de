package dev.ringmark.kernels.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// One at a time, among the threads of this process and among processes.
final class CacheLock {
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    /// Work that may fail as files do.
    interface Work<T, E extends Exception> {
        T run() throws IOException, E;
    }

    private CacheLock() {}

    static <T, E extends Exception> T hold(Path file, Work<T, E> work) throws IOException, E {
        ReentrantLock here = IN_THIS_JVM.computeIfAbsent(file, _ -> new ReentrantLock());
        here.lock(); // a file lock belongs to the JVM, not to the thread
        try (FileChannel channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            return work.run();
        } finally {
            here.unlock();
        }
    }
}
