package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import java.util.ArrayList;
import java.util.List;

/// Operations that have nothing to do with each other and are submitted together, with one enter as
/// far as the SQ has room; immutable like its members.
///
/// What can be started is; the report says of each member whether it succeeded, failed, was
/// cancelled, or was never submitted, for want of a permit or because its buffer was away.
public final class Batch {

    private static final int MEMBERS_MAX = 1 << 15;

    private final List<Op<?>> ops;

    private Batch(List<Op<?>> ops) {
        this.ops = List.copyOf(ops);
        Require.range("ops: count", ops.size(), 1, MEMBERS_MAX);
    }

    /// A batch of these.
    public static Batch of(Op<?>... ops) {
        return new Batch(List.of(ops));
    }

    /// A batch of these.
    public static Batch of(List<? extends Op<?>> ops) {
        return new Batch(new ArrayList<>(ops));
    }

    /// How many members there are.
    public int size() {
        return ops.size();
    }

    /// Starts what can be started, on the driver's thread.
    public SubmittedSet submit(Driver driver) {
        List<Submitted<?>> members = new ArrayList<>();
        for (Op<?> op : ops) {
            members.add(start(driver, op));
        }
        return new SubmittedSet(members);
    }

    private static <R> Submitted<R> start(Driver driver, Op<R> op) {
        Submitted<R> member = new Submitted<>(driver, op);
        try {
            Admission admission = member.start();
            if (!admission.isTaken()) {
                member.refused(reasonOf(admission));
            }
        } catch (IllegalStateException e) { // another operation has its buffer, or its file is gone
            member.refused(EndReason.UNPREPARED);
        }
        return member;
    }

    private static EndReason reasonOf(Admission admission) {
        return switch (admission) {
            case FULL -> EndReason.QUEUE_TIMEOUT;
            case GONE -> EndReason.CANCELLED;
            case CLOSING, FAILED, ACCEPTED, WAITING -> EndReason.CLOSING;
        };
    }

    @Override
    public String toString() {
        return "a batch of " + ops;
    }
}
