package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.shard.Operation.Fate;
import dev.ringmark.runtime.shard.Operation.Stage;
import dev.ringmark.runtime.shard.UserData.Kind;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// Who is under way, and the one place where operations end.
///
/// Conservation: what was accepted has ended, waits for a permit, or holds one.
final class Ledger {

    /* Loaded here, because the compiler does not inline Operation.descriptor() into the way of each
     * operation before it knows the class. */
    static {
        Class<?> _ = Descriptor.class;
    }

    final SlotTable slots;
    final Permits permits;
    final OperationQueue paused = new OperationQueue();
    final Closes closes;
    final Observer observer = new Observer(this::note);
    private final Tally tally;
    private final IntUnaryOperator fileCloser;
    private int orphans;
    private boolean isClosing;
    private @Nullable RuntimeException firstCallbackFailure;

    /// @param fileCloser close(2)
    Ledger(int permitsMax, int waitersMax, Tally tally, IntUnaryOperator fileCloser) {
        slots = new SlotTable(permitsMax + Control.RESERVED);
        permits = new Permits(permitsMax, waitersMax);
        this.tally = tally;
        this.fileCloser = fileCloser;
        closes = new Closes(fileCloser, this::note, tally);
    }

    /// From now on nothing is armed again.
    void startClosing() {
        isClosing = true;
    }

    /// What the first callback that threw has thrown.
    @Nullable RuntimeException firstCallbackFailure() {
        return firstCallbackFailure;
    }

    /// Gives an operation a slot on its way to the ring.
    void stage(Operation operation) {
        slots.acquire(operation, operation.kind());
        operation.stage = Stage.STAGED;
    }

    /// One CQE of an operation that has a slot.
    Fate answer(Operation operation, int result, int flags) {
        Operation[] quiet = operation.isQuiet ? operation.chain : null;
        int index = operation.chainIndex;
        if (quiet != null) {
            for (int at = 0; at < index; at++) {
                endUnsaid(quiet, quiet[at], quiet[at].quietResult());
            }
        }
        Fate fate = complete(operation, result, flags);
        if (quiet != null) {
            for (int at = index + 1; at < quiet.length; at++) {
                endUnsaid(quiet, quiet[at], Errno.ECANCELED.negative());
            }
        }
        return fate;
    }

    /// A member of a quiet chain, of which one CQE said how it ended: those before that one have
    /// succeeded, those behind it were never begun (CQE_SKIP_SUCCESS, since 5.17:
    /// io_uring/io_uring.c, req_set_fail() and io_fail_links()).
    @SuppressWarnings("ReferenceEquality") // this very chain
    private void endUnsaid(Operation[] chain, Operation member, int result) {
        if (member.chain != chain) {
            return; // it ended before
        }
        leaveRing(member, Fate.ENDS);
        tally.unsaid++;
        if (!member.isOrphaned) {
            tally.ended++;
            tell(member, result, 0, true);
        }
        release(member);
    }

    private Fate complete(Operation operation, int result, int flags) {
        boolean isLast = (flags & CqeFlag.MORE.bits()) == 0;
        Fate fate =
                isLast && retries(operation, result, flags)
                        ? Fate.RETRIES
                        : operation.fate(result, isLast);
        boolean resumes = fate == Fate.REARMS || fate == Fate.PAUSES;
        if ((resumes || fate == Fate.PAUSES_SILENTLY) && (isClosing || operation.isOrphaned)) {
            fate = Fate.ENDS;
        }
        if (isLast && fate != Fate.GOES_ON) {
            leaveRing(operation, fate);
        }
        if (operation.isOrphaned) {
            completeOrphan(operation, result);
        } else if (fate != Fate.PAUSES_SILENTLY && fate != Fate.RETRIES) {
            if (fate == Fate.ENDS && operation.kind() == Kind.OPERATION) {
                tally.ended++;
            }
            tell(operation, result, flags, fate == Fate.ENDS);
        }
        if (fate == Fate.ENDS) {
            release(operation);
        }
        return fate;
    }

    /// Ends an operation that the kernel does not have.
    void abandon(Operation operation, EndReason reason) {
        if (operation.queue != null) {
            operation.queue.remove(operation);
        }
        boolean hasSlot = operation.stage == Stage.STAGED || operation.stage == Stage.IN_RING;
        if (hasSlot) {
            slots.release(operation);
        }
        if (operation.kind() == Kind.OPERATION && operation.stage != Stage.WAITING) {
            permits.giveBack();
        }
        if (operation.isOrphaned) {
            orphans--;
        } else {
            tellAbandoned(operation, reason);
        }
        release(operation);
    }

    /// Tells the outcome of one of the program's operations that the kernel has, and keeps
    /// everything else.
    void orphan(Operation operation, EndReason reason) {
        if (operation.isOrphaned) {
            return;
        }
        operation.isOrphaned = true;
        orphans++;
        tellAbandoned(operation, reason);
    }

    /// The operations under way, or on their way, that name a descriptor.
    List<Operation> naming(Descriptor descriptor) {
        List<Operation> found = new ArrayList<>();
        if (descriptor.users == 0) {
            return found;
        }
        for (int slot = 0; slot < slots.size(); slot++) {
            addIfNaming(descriptor, slots.at(slot), found);
        }
        for (Operation each = permits.first(); each != null; each = each.next) {
            addIfNaming(descriptor, each, found);
        }
        for (Operation each = paused.first(); each != null; each = each.next) {
            addIfNaming(descriptor, each, found);
        }
        return found;
    }

    @SuppressWarnings("ReferenceEquality") // this very descriptor
    private static void addIfNaming(
            Descriptor descriptor, @Nullable Operation operation, List<Operation> found) {
        if (operation != null && operation.held == descriptor) {
            found.add(operation);
        }
    }

    /// Whether every accepted operation is accounted for.
    boolean isConserved() {
        return tally.accepted - tally.ended == permits.waiting() + permits.used() - orphans;
    }

    /// A callback threw: its own affair, and counted.
    void note(RuntimeException thrown) {
        tally.callbackFailures++;
        if (firstCallbackFailure == null) {
            firstCallbackFailure = thrown;
        }
    }

    /// Whether an operation goes on in another way; one that is not wanted any more does not, and
    /// nor does a member of a chain, whose place in it is gone.
    private boolean retries(Operation operation, int result, int flags) {
        return operation.hasOtherWay
                && !isClosing
                && !operation.isOrphaned
                && !operation.wantsCancel
                && operation.chain == null
                && operation.takesOtherWay(result, flags);
    }

    private void leaveRing(Operation operation, Fate fate) {
        if (operation.queue != null) {
            operation.queue.remove(operation); // of those to be cancelled
        }
        slots.release(operation);
        switch (fate) {
            case REARMS -> {
                stage(operation);
                tally.rearmed++;
            }
            case RETRIES -> stage(operation);
            case PAUSES, PAUSES_SILENTLY -> {
                operation.stage = Stage.PAUSED;
                paused.add(operation);
                tally.paused++;
            }
            default -> {
                if (operation.kind() == Kind.OPERATION) {
                    permits.giveBack();
                }
                if (operation.isOrphaned) {
                    orphans--;
                }
            }
        }
    }

    private void completeOrphan(Operation operation, int result) {
        boolean isFile = result >= 0 && operation.makesFile();
        if (isFile && fileCloser.applyAsInt(result) == 0) {
            tally.orphanFilesClosed++;
        }
    }

    private void tell(Operation operation, int result, int flags, boolean isLast) {
        Observer.Seen seen = operation.seen;
        if (seen != null) {
            observer.completed(operation, seen, result, isLast);
        }
        try {
            operation.completed(result, flags, isLast);
        } catch (RuntimeException e) {
            note(e);
        }
    }

    private void tellAbandoned(Operation operation, EndReason reason) {
        if (operation.kind() == Kind.OPERATION) {
            tally.ended++;
        }
        Observer.Seen seen = operation.seen;
        if (seen != null) {
            observer.abandoned(operation, seen);
        }
        try {
            operation.abandoned(reason);
        } catch (RuntimeException e) {
            note(e);
        }
    }

    private void release(Operation operation) {
        operation.stage = Stage.IDLE;
        operation.wantsCancel = false;
        operation.isCancelDoubted = false;
        operation.isOrphaned = false;
        operation.chain = null;
        operation.linkBits = 0;
        operation.isQuiet = false;
        Descriptor held = operation.held;
        if (held != null) {
            operation.held = null;
            closes.left(held);
        }
        try {
            operation.released();
        } catch (RuntimeException e) {
            note(e);
        }
    }
}
