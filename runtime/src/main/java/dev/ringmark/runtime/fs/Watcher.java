package dev.ringmark.runtime.fs;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Flag;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.TaskException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Tells what happens to files and directories: inotify(7), read through the ring.
///
/// Watches are added and removed by plain calls, for which the ring has no opcode (7.0); adding one
/// looks its path up and so takes a thread of the pool. Watching a directory tells of the names in
/// it, not of those below. The kernel keeps up to fs.inotify.max_queued_events; what is lost beyond
/// shows as [WatchKind#OVERFLOWN]. Waiting is for one thread at a time, adding, removing and
/// closing for all.
public final class Watcher implements AutoCloseable {

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int BUFFER_SIZE = 4096;

    /* struct inotify_event of inotify(7): 0 4 wd, 4 4 mask, 8 4 cookie, 12 4 len, 16 name */
    private static final int MASK = 4;
    private static final int COOKIE = 8;
    private static final int LENGTH = 12;
    private static final int NAME = 16;

    private final WithoutRing withoutRing;
    private final OpenFile file;
    private final Map<Integer, Path> watched = new ConcurrentHashMap<>();
    private final Deque<WatchEvent> events = new ArrayDeque<>();
    private volatile @Nullable Scope waiting;

    Watcher(WithoutRing withoutRing) {
        this.withoutRing = withoutRing;
        int number = Refusal.orResult(withoutRing.calls().watcher(CLOSE_ON_EXEC), "inotify_init1");
        file = new OpenFile(withoutRing.loop(), Fd.of(number), "a watcher");
    }

    /// Watches a file, or the names in a directory; once more with other kinds replaces them.
    ///
    /// @param kinds what to tell of, at least one
    public void add(Path path, WatchKind... kinds) {
        int mask = Flag.bitsOf(kinds);
        if (mask == 0) {
            throw new IllegalArgumentException("kinds: none, expected at least one");
        }
        int watch =
                withoutRing.onPool(
                        calls -> {
                            file.enter(); // its caller may have left, and closed this
                            try {
                                return calls.addWatch(file.fd.number(), path.toString(), mask);
                            } finally {
                                file.leave();
                            }
                        });
        watched.put(Refusal.orResult(watch, "inotify_add_watch of " + path), path);
    }

    /// Watches a file no more; events that have happened may still be told.
    public void remove(Path path) {
        file.enter();
        try {
            watched.forEach(
                    (watch, each) -> {
                        if (each.equals(path)) {
                            // -EINVAL: it was deleted meanwhile, and its watch with it.
                            int _ = withoutRing.calls().removeWatch(file.fd.number(), watch);
                        }
                    });
        } finally {
            file.leave();
        }
    }

    /// Waits for the next event.
    ///
    /// @return null when this was closed
    public @Nullable WatchEvent next() {
        while (events.isEmpty()) {
            if (!fill()) {
                return null;
            }
        }
        return events.poll();
    }

    /// Ends all watches, and the wait for them.
    @Override
    public void close() {
        file.close();
        Scope scope = waiting;
        if (scope != null) {
            scope.cancel();
        }
    }

    /// Waits for events; false when this was closed.
    private boolean fill() {
        OwnedBuffer buffer = OwnedBuffer.allocate(BUFFER_SIZE);
        try (Scope scope = Scope.open()) {
            waiting = scope;
            if (!file.tryEnter()) {
                return false;
            }
            try {
                int size = file.loop.run(Read.from(file.fd, buffer), null).take().bytes();
                decode(buffer.view(), size);
                return true;
            } catch (TaskException.Cancelled e) {
                if (scope.isOriginOf(e)) {
                    return false;
                }
                throw e;
            } finally {
                file.leave();
                waiting = null;
            }
        } finally {
            if (!buffer.isLent()) {
                buffer.close();
            }
        }
    }

    private void decode(MemorySegment memory, int size) {
        long at = 0;
        while (at < size) {
            int watch = memory.get(JAVA_INT, at);
            int mask = memory.get(JAVA_INT, at + MASK);
            int length = memory.get(JAVA_INT, at + LENGTH);
            String name = length == 0 ? "" : memory.getString(at + NAME, UTF_8);
            Set<WatchKind> kinds = EnumSet.noneOf(WatchKind.class);
            for (WatchKind kind : WatchKind.values()) {
                if ((mask & kind.bits()) != 0) {
                    kinds.add(kind);
                }
            }
            Path path = watched.get(watch);
            events.add(new WatchEvent(path, name, kinds, memory.get(JAVA_INT, at + COOKIE)));
            if (kinds.contains(WatchKind.IGNORED)) {
                watched.remove(watch);
            }
            at += NAME + length;
        }
    }
}
