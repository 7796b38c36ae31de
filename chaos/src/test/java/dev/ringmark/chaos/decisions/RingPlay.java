package dev.ringmark.chaos.decisions;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// A ring against a model of its arithmetic: what was prepared and not consumed, what was consumed
/// and not reaped, both in order.
///
/// Some SQEs are wrong, so that the kernel stops at them (K3); submits may be short or refused.
public final class RingPlay {

    private static final int ENTRIES = 4;
    private static final int BAD_OPCODE = 250;
    private static final int ROUNDS_MAX = 200;
    private static final List<FaultKind> KINDS =
            List.of(
                    FaultKind.ENTER_SHORT,
                    FaultKind.ENTER_NOTHING,
                    FaultKind.ENTER_EINTR,
                    FaultKind.ENTER_EBUSY);

    /// An SQE, by the CQE that it will have.
    private record Entry(long userData, int result) {}

    private final Ring ring;
    private final boolean isDisturbed;
    private final Deque<Entry> prepared = new ArrayDeque<>();
    private final Deque<Entry> consumed = new ArrayDeque<>();
    private long lastUserData;
    private String wrong = "";

    private RingPlay(Kernel kernel, boolean isDisturbed) {
        ring = Ring.open(kernel, RingOptions.entries(ENTRIES));
        this.isDisturbed = isDisturbed;
    }

    /// Plays on a simulated kernel, and says what was wrong.
    public static String simulated(List<Integer> decisions) {
        FaultPlan plan = FaultPlan.only(decisions.hashCode(), KINDS);
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel =
                        new SimulatedKernel(
                                SimulatedKernel.Options.of(Profile.of("6.18"), 1).with(plan),
                                pool)) {
            return new RingPlay(kernel, true).play(decisions, plan);
        }
    }

    /// Plays on this machine's kernel.
    public static String real(List<Integer> decisions) {
        return new RingPlay(Kernel.host(), false).play(decisions, FaultPlan.none());
    }

    private String play(List<Integer> decisions, FaultPlan plan) {
        try (ring) {
            for (int decision : decisions) {
                act(decision & 7, decision >>> 3);
                compare();
            }
            plan.stop();
            for (int round = 0; round < ROUNDS_MAX && !isEmpty(); round++) {
                submit(ring.pending() > 0 ? 0 : 1);
                ring.flush();
                reap(Integer.MAX_VALUE);
            }
            compare();
            check(isEmpty(), prepared.size() + " prepared, " + consumed.size() + " consumed");
            check(ring.peek() == null, "a CQE too many");
        }
        return wrong;
    }

    private void act(int action, int argument) {
        switch (action) {
            case 0, 1, 2 -> prepare(Opcode.NOP.bits(), 0);
            case 3 -> prepare(BAD_OPCODE, Errno.EINVAL.negative());
            case 4 -> submit(0);
            case 5 -> submit(consumed.isEmpty() ? 0 : 1);
            case 6 -> reap(1 + argument);
            default -> ring.flush();
        }
    }

    private void prepare(int opcode, int result) {
        Sqe sqe = ring.nextSqe();
        check((sqe == null) == (prepared.size() == ENTRIES), "an SQE: " + (sqe != null));
        if (sqe != null) {
            sqe.prepare(opcode, -1, 0, 0, 0).userData(++lastUserData);
            prepared.add(new Entry(lastUserData, result));
        }
    }

    private void submit(int minComplete) {
        int most = takenAtMost();
        int result = ring.submitAndWait(minComplete);
        int taken = prepared.size() - ring.pending();
        check(taken == Math.max(result, 0), "submit says " + result + ", and took " + taken);
        boolean isAll = taken == most;
        check(isAll || (isDisturbed && taken < most), taken + " were taken, not " + most);
        for (int at = 0; at < taken && !prepared.isEmpty(); at++) {
            consumed.add(prepared.remove());
        }
    }

    /// The kernel stops behind the first SQE that is wrong.
    private int takenAtMost() {
        int count = 0;
        for (Entry entry : prepared) {
            count++;
            if (entry.result < 0) {
                break;
            }
        }
        return count;
    }

    private void reap(int most) {
        for (int count = 0; count < most; count++) {
            Cqe cqe = ring.peek();
            if (cqe == null) {
                return;
            }
            Entry found = new Entry(cqe.userData(), cqe.result());
            ring.advance();
            Entry expected = consumed.poll();
            check(found.equals(expected), found + " came, expected " + expected);
        }
    }

    private void compare() {
        check(ring.pending() == prepared.size(), ring.pending() + " pending");
        check(ring.sqSpace() == ENTRIES - prepared.size(), ring.sqSpace() + " free");
        int ready = ring.cqReady();
        int most = Math.min(consumed.size(), ring.cqEntries());
        check(ready >= 0 && ready <= most, ready + " CQEs, expected up to " + most);
    }

    private boolean isEmpty() {
        return prepared.isEmpty() && consumed.isEmpty();
    }

    private void check(boolean isSo, String otherwise) {
        if (!isSo && wrong.isEmpty()) {
            wrong = otherwise;
        }
    }
}
