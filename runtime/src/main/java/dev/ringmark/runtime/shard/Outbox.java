package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Operation.Stage;
import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// What is to go into the SQ: the driver's own requests first, then cancels and
/// closes, then operations.
///
/// Nothing that is here is ever dropped; a full SQ only makes it stay.
final class Outbox {

    private final Ring ring;
    private final Ledger ledger;
    private final Tally tally;
    private final OperationQueue controls = new OperationQueue();
    private final OperationQueue staged = new OperationQueue();
    private final Cancels cancels;
    private final Signals signals = new Signals();
    private final Chains chains;
    private final Drains drains;
    private long written;

    /// Whether any operation was ever to be drained: then all go through the line.
    private boolean hasDrains;

    Outbox(Ring ring, Ledger ledger, Tally tally, Cancels cancels) {
        this.tally = tally;
        this.cancels = cancels;
        this.ring = ring;
        this.ledger = ledger;
        chains = new Chains(ring, ledger);
        drains = new Drains(ledger.slots);
    }

    /// Whether a thread of the kernel's takes the SQEs (SQPOLL).
    boolean isPolled() {
        return chains.isPolled();
    }

    Cancels cancels() {
        return cancels;
    }

    /// Sends a request of the driver's own.
    void control(Control request) {
        ledger.stage(request);
        controls.add(request);
    }

    /// Sends a message to a driver that was found asleep.
    ///
    /// @return whether it will be sent; else the caller has to ring
    boolean signal(WakeSource target, MessageBell bell) {
        Signals.Request request = signals.to(target, bell);
        if (request == null) {
            return false;
        }
        control(request);
        tally.signals++;
        return true;
    }

    /// Sends an operation that has a slot: at once if nothing is before it and the SQ has room.
    void send(Operation operation) {
        boolean waits = hasDrains || operation.isDrained;
        if (waits || !staged.isEmpty() || !controls.isEmpty() || !write(operation)) {
            staged.add(operation);
            hasDrains |= operation.isDrained;
        }
    }

    /// Sends a chain, whose members have slots: all of it at once, as soon as the SQ has room.
    void sendChain(Operation[] members) {
        for (Operation member : members) {
            staged.add(member);
            hasDrains |= member.isDrained;
        }
        if (controls.isEmpty()) {
            drain(staged);
        }
    }

    /// Ends a chain that the ring has not seen, or what is left of it.
    @SuppressWarnings("ReferenceEquality") // this very chain
    void dismissChain(Operation[] members, EndReason reason) {
        for (Operation member : members) {
            if (member.chain == members && member.stage == Stage.STAGED) {
                ledger.abandon(member, reason);
            }
        }
    }

    /// Looks for chains that the last enter has torn ([Chains]).
    void mendChains() {
        if (!chains.isEmpty()) {
            chains.mend(written, written - ring.pending());
        }
    }

    /// Writes SQEs until nothing is left or the SQ is full.
    ///
    /// @return how many
    int fill() {
        long before = written;
        drain(controls);
        for (Control next = cancels.next(); next != null; next = cancels.next()) {
            control(next);
            drain(controls);
        }
        for (Control next = ledger.closes.next(); next != null; next = ledger.closes.next()) {
            control(next);
            drain(controls);
        }
        drain(staged);
        return (int) (written - before);
    }

    /// Whether the next [#fill()] has something to write, if the SQ has room.
    boolean isBehind() {
        return hasUnheld() || !controls.isEmpty() || cancels.isReady() || ledger.closes.isReady();
    }

    /// Whether nothing can be written before the thread of an SQPOLL ring has taken something.
    boolean awaitsThread() {
        return chains.isPolled() && isBehind() && ring.sqSpace() == 0;
    }

    /// Whether the kernel has taken the operation's SQE.
    boolean isConsumed(Operation operation) {
        return operation.stage == Stage.IN_RING && operation.position < written - ring.pending();
    }

    /// The next operation that the ring has not seen, or null.
    @Nullable Operation firstStaged() {
        return staged.first();
    }

    private boolean hasUnheld() {
        Operation next = staged.first();
        return next != null && !(hasDrains && isHeld(next));
    }

    /// Whether an operation has to wait, for what is before it or because that was drained.
    private boolean isHeld(Operation next) {
        boolean isBegun = next.chain != null && next.chainIndex > 0;
        return !isBegun && next.kind() == UserData.Kind.OPERATION && drains.hold(next);
    }

    private void drain(OperationQueue queue) {
        for (Operation next = queue.first(); next != null; next = queue.first()) {
            if (ring.sqSpace() < next.unit() || (hasDrains && isHeld(next))) {
                return;
            }
            queue.remove(next);
            if (hasDrains) {
                drains.sent(next);
            }
            write(next);
        }
    }

    /// @return false when the SQ is full
    private boolean write(Operation operation) {
        Sqe sqe = ring.nextSqe();
        if (sqe == null) {
            return false;
        }
        operation.position = written++;
        Operation[] chain = operation.chain;
        if (chain != null && operation.chainIndex == 0) {
            chains.written(operation.position, chain);
        }
        try {
            operation.prepare(sqe);
        } catch (RuntimeException e) {
            // The SQE cannot be given back, so it becomes one that says nothing.
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0).userData(0);
            ledger.note(e);
            int unheard = operation.isQuiet ? operation.chainIndex : 0;
            ledger.abandon(operation, EndReason.UNPREPARED);
            if (chain != null) {
                chains.takeBack(chain, unheard, written);
                dismissChain(chain, EndReason.UNPREPARED);
            }
            return true;
        }
        sqe.userData(operation.userData);
        if (operation.linkBits != 0) {
            sqe.link(operation.linkBits);
        }
        operation.stage = Stage.IN_RING;
        if (ledger.observer.isOn()) {
            ledger.observer.submitted(operation, sqe);
        }
        return true;
    }
}
