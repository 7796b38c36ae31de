package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.ArrayDeque;

/// A ring's CQ from the kernel's side: it owns the tail, believes the head, and keeps what does not
/// fit until it does (NODROP).
final class CompletionQueue {

    private record Kept(
            long userData, int result, int flags, boolean isWide, long extra1, long extra2) {}

    private final RingShape shape;
    private final SubmissionQueue sq;
    private final TraceHash trace;
    private final Interference interference;
    private final long rings;
    private final ArrayDeque<Kept> kept = new ArrayDeque<>();
    private int tail;
    private final boolean reportsDrops;
    private boolean hasDropped;
    private boolean isClosed;

    CompletionQueue(RingShape shape, SubmissionQueue sq, long rings, SimulatedKernel kernel) {
        this.shape = shape;
        this.sq = sq;
        this.rings = rings;
        trace = kernel.trace();
        interference = kernel.interference();
        reportsDrops = kernel.is(Switch.DROPS_ARE_TOLD);
    }

    /// How many slots user space has not given back.
    int ready() {
        return isClosed ? 0 : tail - UserMemory.getIntAcquire(rings + RingShape.CQ_HEAD);
    }

    /// How many completions are kept.
    int keptCount() {
        return kept.size();
    }

    /// Posts a narrow CQE.
    ///
    /// @return whether it found room; if not it is kept
    boolean post(long userData, int result, int flags) {
        return post(new Kept(userData, result, flags, false, 0, 0));
    }

    /// Posts the CQE of a request.
    ///
    /// @return whether it found room; if not it is kept
    boolean post(Request request) {
        Kept cqe =
                new Kept(
                        request.userData,
                        request.result,
                        request.cqeFlags,
                        request.isWide,
                        request.extra1,
                        request.extra2);
        boolean isLast = (cqe.flags & CqeFlag.MORE.bits()) == 0;
        if (isLast && interference.loses()) {
            return true;
        }
        boolean isPosted = post(cqe);
        if (isLast && interference.repeats()) {
            return post(cqe) && isPosted;
        }
        return isPosted;
    }

    /// Whether a CQE would find room.
    boolean hasRoom() {
        return kept.isEmpty() && ready() < shape.cqEntries();
    }

    /// Whether a completion was dropped, and nobody was told.
    boolean hasDropped() {
        return hasDropped;
    }

    /// The process was told.
    void dropWasTold() {
        hasDropped = false;
    }

    /// Moves what was kept into the room there is.
    void flush() {
        while (!isClosed && !kept.isEmpty() && write(kept.peek())) {
            kept.remove();
        }
        sq.set(RingFlag.SQ_CQ_OVERFLOW, !kept.isEmpty());
        publish();
    }

    /// The memory is gone: nothing is written any more.
    void close() {
        isClosed = true;
    }

    private boolean post(Kept cqe) {
        if (isClosed) {
            return true;
        }
        trace.add(cqe.userData, (long) cqe.result << Integer.SIZE | (cqe.flags & 0xffff_ffffL));
        if (kept.isEmpty() && !interference.keeps() && write(cqe)) {
            publish();
            return true;
        }
        if (reportsDrops && interference.allocate(Allocation.KEPT_COMPLETION, 0) != 0) {
            hasDropped = true;
            return false;
        }
        kept.add(cqe);
        sq.set(RingFlag.SQ_CQ_OVERFLOW, true);
        publish();
        return false;
    }

    private boolean write(Kept cqe) {
        boolean mixed = shape.has(SetupFlag.CQE_MIXED);
        int room = shape.cqEntries() - ready();
        if (room <= 0) {
            return false;
        }
        int slots = mixed && cqe.isWide ? 2 : 1;
        int slot = tail & (shape.cqEntries() - 1);
        if (slots == 2 && slot == shape.cqEntries() - 1) {
            // A wide CQE must not wrap: the last slot is filled with one that is skipped.
            fill(new Kept(0, 0, CqeFlag.SKIP.bits(), false, 0, 0));
            tail++;
            room--;
        }
        if (room < slots) {
            return false;
        }
        fill(cqe);
        tail += slots;
        return true;
    }

    private void fill(Kept cqe) {
        boolean mixed = shape.has(SetupFlag.CQE_MIXED);
        int slot = tail & (shape.cqEntries() - 1);
        long at = rings + RingShape.CQES + ((long) slot << shape.cqeShift());
        int width = mixed && cqe.isWide ? CqeFlag.CQE32.bits() : 0;
        UserMemory.setLong(at + CqeLayout.USER_DATA, cqe.userData);
        UserMemory.setInt(at + CqeLayout.RES, cqe.result);
        UserMemory.setInt(at + CqeLayout.FLAGS, cqe.flags | width);
        if (shape.has(SetupFlag.CQE32) || width != 0) {
            UserMemory.setLong(at + CqeLayout.SIZE, cqe.extra1);
            UserMemory.setLong(at + CqeLayout.SIZE + Long.BYTES, cqe.extra2);
        }
    }

    private void publish() {
        if (isClosed) {
            return;
        }
        UserMemory.setIntRelease(rings + RingShape.CQ_TAIL, tail);
    }
}
