package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CancelFlag;

import java.util.ArrayList;
import java.util.List;

/// What others do to a simulated kernel, and what an onlooker sees that the process itself cannot.
public final class Outside {

    private static final int KIND = 4;

    /// How many names of ended requests are kept; a power of two.
    private static final int PAST = 64;

    private final SimulatedKernel kernel;
    private final List<SimRing> rings = new ArrayList<>(1);
    private final List<StuckDevice> stuck = new ArrayList<>(0);
    private final long[] past = new long[PAST];
    private int pastCount;
    private int badFds;
    private int miscounts;

    Outside(SimulatedKernel kernel) {
        this.kernel = kernel;
    }

    /// Stuck devices come back: what they were asked for ends with -EIO.
    public void unstick() {
        act(1, () -> stuck.forEach(StuckDevice::comeBack));
    }

    /// Everything that can be cancelled is, as when the process ends.
    public void cancelEverything() {
        int all = CancelFlag.ANY.bits() | CancelFlag.ALL.bits();
        act(
                4,
                () -> {
                    for (SimRing ring : rings) {
                        new Cancellation(0, all, 0, null).run(ring, null);
                    }
                });
    }

    /// Somebody else writes every eventfd there is.
    ///
    /// @param fills whether until a write would block, or once
    public void strayEvents(boolean fills) {
        act(
                2,
                () -> {
                    for (int fd = 0; fd < kernel.fds().end(); fd++) {
                        if (kernel.fds().get(fd) instanceof EventFd event) {
                            event.stray(fills);
                        }
                    }
                });
    }

    /// Posts a CQE that nobody asked for to every ring.
    public void forge(long userData, int result) {
        act(3, () -> List.copyOf(rings).forEach(ring -> ring.postMessage(userData, result, 0)));
    }

    /// Posts a CQE like the last one of a request that has long ended.
    ///
    /// @param ago how many requests have ended since, 0..63
    public void forgePast(int ago, int result) {
        forge(past[(pastCount - 1 - ago) & (PAST - 1)], result);
    }

    /// Whether a request that has not had its last CQE names memory in a range.
    public boolean holds(long address, long size) {
        for (SimRing ring : rings) {
            if (ring.names(address, size)) {
                return true;
            }
        }
        return false;
    }

    /// How many requests have not had their last CQE, those of closed rings included.
    public int unended() {
        return rings.stream().mapToInt(SimRing::unended).sum();
    }

    /// How many buffers of a group the kernel may still fill.
    public int buffers(int group) {
        int count = 0;
        for (SimRing ring : rings) {
            count += ring.groups().get(group) instanceof BufferRing found ? found.left() : 0;
        }
        return count;
    }

    /// How many completions wait for room in a CQ.
    public int kept() {
        return rings.stream().mapToInt(ring -> ring.cq().keptCount()).sum();
    }

    /// The time, which does not pass by looking.
    public long now() {
        return kernel.heap().now();
    }

    /// The queues, for people.
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (SimRing ring : rings) {
            text.append(
                    "SQ %d of %d, CQ %d of %d and %d kept, %d requests without their last CQE%n"
                            .formatted(
                                    ring.sq().available(),
                                    ring.shape().sqEntries(),
                                    ring.cq().ready(),
                                    ring.shape().cqEntries(),
                                    ring.cq().keptCount(),
                                    ring.unended()));
        }
        return text.toString();
    }

    /// How many mappings are open.
    public int mappings() {
        return kernel.mapped();
    }

    /// Whether nothing is still to happen by itself.
    public boolean isQuiet() {
        return kernel.heap().isEmpty();
    }

    /// How many calls named an fd that was not open.
    public int badFds() {
        return badFds;
    }

    /// How many enters asked for more or fewer SQEs than there were.
    public int miscounts() {
        return miscounts;
    }

    void miscounted() {
        miscounts++;
    }

    /// The last CQE of a request was posted.
    void ended(long userData) {
        past[pastCount++ & (PAST - 1)] = userData;
    }

    StuckDevice stuckDevice() {
        StuckDevice device = new StuckDevice();
        stuck.add(device);
        return device;
    }

    void born(SimRing ring) {
        rings.add(ring);
    }

    /// A ring is gone, and all its requests with it.
    void tornDown(SimRing ring) {
        rings.remove(ring);
    }

    void badFd() {
        badFds++;
    }

    private void act(int what, Runnable action) {
        kernel.call(
                KIND,
                what,
                () -> {
                    action.run();
                    return 0;
                });
    }
}
