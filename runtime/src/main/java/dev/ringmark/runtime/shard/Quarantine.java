package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// The process's rings whose drivers are gone while the kernel still has operations of theirs.
///
/// Nothing here is freed before its last CQE: not the memory, which the operations keep reachable,
/// and not the ring, whose end would not stop the kernel from writing. For each kernel something in
/// the background looks for those CQEs for as long as there is something to wait for.
public final class Quarantine {

    private static final int PAUSE_MS = 20;

    /// By kernel; one that is here has its reaper.
    private static final IdentityHashMap<Kernel, List<Remains>> REMAINS = new IdentityHashMap<>();

    private Quarantine() {}

    /// How many operations are in quarantine.
    public static int size() {
        synchronized (REMAINS) {
            return REMAINS.values().stream().mapToInt(Quarantine::sizeOf).sum();
        }
    }

    /// As [#reap(Kernel)], on every kernel.
    public static int reap() {
        synchronized (REMAINS) {
            List.copyOf(REMAINS.keySet()).forEach(Quarantine::reap);
            return size();
        }
    }

    /// Takes out what has ended on a kernel. This happens in the background too; but a thread whose
    /// ring had DEFER_TASKRUN has to, for that ring, and so has the owner of a simulated kernel.
    ///
    /// @param kernel the one that the driver was opened with
    /// @return how many operations are left there
    public static int reap(Kernel kernel) {
        synchronized (REMAINS) {
            List<Remains> remains = REMAINS.get(kernel);
            if (remains == null) {
                return 0;
            }
            remains.removeIf(Remains::reap);
            if (remains.isEmpty()) {
                REMAINS.remove(kernel);
            }
            return sizeOf(remains);
        }
    }

    static void adopt(Kernel kernel, Remains remains) {
        synchronized (REMAINS) {
            List<Remains> others = REMAINS.get(kernel);
            if (others != null) {
                others.add(remains);
                return;
            }
            REMAINS.put(kernel, new ArrayList<>(List.of(remains)));
        }
        kernel.background("ringmark-quarantine", () -> reapUntilEmpty(kernel));
    }

    private static void reapUntilEmpty(Kernel kernel) {
        while (true) {
            Remains first;
            synchronized (REMAINS) {
                reap(kernel);
                List<Remains> remains = REMAINS.get(kernel);
                if (remains == null) {
                    return;
                }
                first = remains.get(0);
            }
            first.pause(PAUSE_MS);
        }
    }

    private static int sizeOf(List<Remains> remains) {
        return remains.stream().mapToInt(Remains::left).sum();
    }
}
