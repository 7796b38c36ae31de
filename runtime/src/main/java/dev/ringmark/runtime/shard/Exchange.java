package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.Operation.Fate;
import dev.ringmark.runtime.shard.SubmitOutcome.Fatal;
import dev.ringmark.runtime.shard.SubmitOutcome.ReapThenRetry;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;

/// SQEs in, CQEs out, and what each CQE makes of its operation.
final class Exchange {

    /// Kept, because a method reference made for each enter would be an object for each enter.
    final Submitter.Reaper reaper = this::reapAll;

    private final Ring ring;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Submitter submitter;
    private final WakeSource wake;
    private final Letterbox letterbox;
    private final Dismissal dismissal;
    private final Tally tally;
    private final boolean isDeferred;

    /// Whether the ring's flags say that completions are kept (TASKRUN_FLAG): a look at a word,
    /// where asking for them costs an enter for each step.
    private final boolean isTold;

    private boolean isStarved;
    private boolean isFailureTold;

    Exchange(
            Ring ring,
            Ledger ledger,
            Outbox outbox,
            Submitter submitter,
            WakeSource wake,
            Letterbox letterbox,
            Dismissal dismissal,
            Tally tally) {
        this.ring = ring;
        this.ledger = ledger;
        this.outbox = outbox;
        this.submitter = submitter;
        this.wake = wake;
        this.letterbox = letterbox;
        this.dismissal = dismissal;
        this.tally = tally;
        isDeferred = ring.options().has(SetupFlag.DEFER_TASKRUN);
        isTold = ring.options().has(SetupFlag.TASKRUN_FLAG);
    }

    /// One turn, and more for as long as both directions make progress and the budget lasts.
    ///
    /// @return how many SQEs and CQEs were moved
    int run(int budget) {
        int done = 0;
        while (true) {
            int moved = outbox.fill();
            SubmitOutcome outcome = enter(mode(), Deadline.NEVER);
            moved += reap(budget - done);
            done += moved;
            boolean hasMore = outbox.isBehind() || ring.has(RingFlag.SQ_CQ_OVERFLOW);
            if (moved == 0 || done >= budget || !hasMore || outcome instanceof Fatal) {
                return done;
            }
        }
    }

    /// One enter; a failure of the ring is told to everybody at once.
    SubmitOutcome enter(SubmitMode mode, long deadline) {
        SubmitOutcome outcome = submitter.submit(mode, SubmitPolicy.ONCE, deadline, reaper);
        isStarved = outcome instanceof ReapThenRetry;
        if (outcome instanceof Fatal && !isFailureTold) {
            isFailureTold = true;
            dismissal.runAfterFailure();
        }
        if (!isFailureTold) {
            outbox.mendChains();
        }
        return outcome;
    }

    /// Puts a multishot that was taken out of the kernel back into it.
    void resume(Multishot operation) {
        ledger.paused.remove(operation);
        ledger.stage(operation);
        outbox.send(operation);
    }

    /// Whether completions may be kept from us until an enter asks for them. An enter that submits
    /// on a deferred ring asks as well: what its requests have set off, as a send does at the other
    /// end of a connection, comes with the same enter then.
    private SubmitMode mode() {
        if (ring.has(RingFlag.SQ_CQ_OVERFLOW)) {
            tally.overflowFlushes++;
            return SubmitMode.FLUSH;
        }
        boolean mayKeep = !isTold && ledger.slots.used() > 0;
        boolean isKept = isDeferred && (mayKeep || ring.pending() > 0);
        return isStarved || isKept || ring.has(RingFlag.SQ_TASKRUN)
                ? SubmitMode.FLUSH
                : SubmitMode.SUBMIT;
    }

    private int reapAll() {
        return reap(Integer.MAX_VALUE);
    }

    private int reap(int max) {
        int done = 0;
        while (done < max) {
            Cqe cqe = ring.peek();
            if (cqe == null) {
                break;
            }
            long userData = cqe.userData();
            int result = cqe.result();
            int flags = cqe.flags();
            ring.advance();
            dispatch(userData, result, flags);
            done++;
        }
        return done;
    }

    /// What nearly every CQE needs, and no more: it becomes part of the loop that reaps.
    private void dispatch(long userData, int result, int flags) {
        Operation operation = ledger.slots.find(userData);
        if (operation == null) {
            tellElse(userData, result);
            return;
        }
        Fate fate = ledger.answer(operation, result, flags);
        if (fate != Fate.ENDS || operation == wake) {
            goOn(operation, fate);
        }
    }

    /// A CQE that names nothing that is under way.
    private void tellElse(long userData, int result) {
        if (userData == UserData.MESSAGE) {
            wake.heard();
        } else if (UserData.isLetter(userData)) {
            letterbox.came(UserData.label(userData), result);
        } else if (ledger.slots.isStale(userData)) {
            tally.stale++;
        } else if (!UserData.isVoid(userData)) {
            tally.foreign++;
        }
    }

    private void goOn(Operation operation, Fate fate) {
        switch (fate) {
            case REARMS, RETRIES -> outbox.send(operation);
            case GOES_ON_UNWANTED -> outbox.cancels().want(operation);
            case PAUSES_SILENTLY -> {
                if (operation instanceof Multishot multishot && multishot.credit() > 0) {
                    resume(multishot);
                }
            }
            case ENDS -> {
                if (!wake.isStopped()) {
                    outbox.control(wake);
                }
            }
            case GOES_ON, PAUSES -> {}
        }
    }
}
