package dev.ringmark.runtime.shard;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The process's rings whose drivers are gone while the kernel still has operations of theirs.
///
/// Nothing here is freed before its last CQE: not the memory, which the operations keep reachable,
/// and not the ring, whose end would not stop the kernel from writing. A daemon thread looks for
/// those CQEs for as long as there is something to wait for.
public final class Quarantine {

    private static final int PAUSE_MS = 20;

    private static final List<Remains> REMAINS = new ArrayList<>();
    private static @Nullable Thread reaper;

    private Quarantine() {}

    /// How many operations are in quarantine.
    public static int size() {
        synchronized (REMAINS) {
            return REMAINS.stream().mapToInt(Remains::left).sum();
        }
    }

    /// Takes out what has ended. The daemon thread does so by itself; a thread whose ring had
    /// DEFER_TASKRUN has to, for that ring.
    ///
    /// @return how many operations are left
    public static int reap() {
        synchronized (REMAINS) {
            REMAINS.removeIf(Remains::reap);
            return size();
        }
    }

    static void adopt(Remains remains) {
        synchronized (REMAINS) {
            REMAINS.add(remains);
            if (reaper == null) {
                reaper =
                        Thread.ofPlatform()
                                .name("ringmark-quarantine")
                                .daemon(true)
                                .start(Quarantine::reapUntilEmpty);
            }
        }
    }

    private static void reapUntilEmpty() {
        while (true) {
            Remains first;
            synchronized (REMAINS) {
                if (reap() == 0) {
                    reaper = null;
                    return;
                }
                first = REMAINS.get(0);
            }
            first.pause(PAUSE_MS);
        }
    }
}
