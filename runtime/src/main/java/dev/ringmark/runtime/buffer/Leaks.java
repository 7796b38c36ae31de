package dev.ringmark.runtime.buffer;

import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds buffers that nobody closed and nobody can close any more, and says where they were made.
///
/// Off unless the system property `dev.ringmark.leaks` is `true`, or a test switches it on: it
/// keeps a stack trace for each buffer. A buffer that an operation has is reachable from it, so
/// what the kernel may still write is never found here.
public final class Leaks {

    /// A buffer that was lost.
    ///
    /// @param buffer which
    /// @param site where it was made
    public record Leak(String buffer, Throwable site) {}

    /// What is known of one buffer, apart from it.
    static final class Watch implements Runnable {

        private final String buffer;
        private final Throwable site = new Throwable("made here");
        private final Runnable reclaim;
        private Cleaner.@Nullable Cleanable cleanable;
        private volatile boolean isClosed;

        Watch(String buffer, Runnable reclaim) {
            this.buffer = buffer;
            this.reclaim = reclaim;
        }

        @Override
        public void run() {
            if (!isClosed) {
                reclaim.run();
                synchronized (FOUND) {
                    FOUND.add(new Leak(buffer, site));
                }
            }
        }

        /// The buffer was closed as it should be.
        void close() {
            isClosed = true;
            Cleaner.Cleanable now = cleanable;
            if (now != null) {
                now.clean();
            }
        }
    }

    private static final Cleaner CLEANER = Cleaner.create();
    private static final List<Leak> FOUND = new ArrayList<>();
    private static volatile boolean isOn = Boolean.getBoolean("dev.ringmark.leaks");

    private Leaks() {}

    /// Switches it on or off for buffers that are made from now on.
    public static void detect(boolean on) {
        isOn = on;
    }

    /// What was found so far, and forgets it.
    public static List<Leak> drain() {
        synchronized (FOUND) {
            List<Leak> found = List.copyOf(FOUND);
            FOUND.clear();
            return found;
        }
    }

    /// @param reclaim gives the memory back; must not reach the buffer
    static @Nullable Watch watch(OwnedBuffer buffer, Runnable reclaim) {
        if (!isOn) {
            return null;
        }
        Watch watch = new Watch(buffer.toString(), reclaim);
        watch.cleanable = CLEANER.register(buffer, watch);
        return watch;
    }
}
