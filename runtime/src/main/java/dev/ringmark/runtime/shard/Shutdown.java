package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.SyncCancelLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Operation.Stage;
import dev.ringmark.runtime.shard.UserData.Kind;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The end of a driver: cancel, reap to the last CQE, barrier, close the files, barrier, and the
/// ring is closed; or, at the deadline, what is left goes to the quarantine.
final class Shutdown {

    /* Cancels are asked for again every now and then: one that the kernel could not carry out
     * (-EALREADY, -ENOENT of an operation between two states) may succeed later. Waits are in
     * slices of that length, so that no wake source is needed and the deadline is kept.
     */

    private static final long SLICE_NS = 10_000_000L;
    private static final int SLICE_MS = 1;

    /// A NOP behind everything that went before (IO_DRAIN), all of which has ended.
    private static final class Barrier extends Control {

        private final int flags;

        /// @param flags without IO_DRAIN on a ring that takes it no more
        Barrier(int flags) {
            super(Kind.BARRIER);
            this.flags = flags;
        }

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0).flags(flags);
        }
    }

    private final Kernel kernel;
    private final Ring ring;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Submitter submitter;
    private final WakeSource wake;
    private final Submitter.Reaper reaper;
    private boolean cancelledAtOnce;

    Shutdown(
            Kernel kernel,
            Ring ring,
            Ledger ledger,
            Outbox outbox,
            Submitter submitter,
            WakeSource wake,
            Submitter.Reaper reaper) {
        this.kernel = kernel;
        this.ring = ring;
        this.ledger = ledger;
        this.outbox = outbox;
        this.submitter = submitter;
        this.wake = wake;
        this.reaper = reaper;
    }

    /// @param lastTasks runs when nothing can be started any more
    /// @param isDrainGone whether the ring refuses IO_DRAIN
    CloseReport run(long deadline, Runnable lastTasks, boolean isDrainGone) {
        submitter.submit(SubmitMode.FLUSH, SubmitPolicy.UNTIL_TAKEN, deadline, reaper);
        reaper.reap();
        cancelledAtOnce = cancelAtOnce();
        reapUntilDone(deadline);
        barrier(deadline, isDrainGone);
        ledger.closes.wantAll();
        if (!ledger.closes.isQuiet()) {
            reapUntilDone(deadline);
            barrier(deadline, isDrainGone);
        }
        lastTasks.run();
        wake.close();
        dropUnseen(EndReason.CLOSING);
        ledger.closes.closeRest();
        int left = leftovers();
        if (left == 0) {
            ring.close();
        } else {
            Quarantine.adopt(kernel, new Remains(kernel, ring, ledger));
        }
        return new CloseReport(left, cancelledAtOnce);
    }

    /// Everything before it has ended when it has: nothing is to be cancelled any more.
    private void barrier(long deadline, boolean isDrainGone) {
        if (ledger.slots.used() == 0 && submitter.failure() == null) {
            outbox.control(new Barrier(isDrainGone ? 0 : SqeFlag.IO_DRAIN.bits()));
            reapUntilDone(deadline);
        }
    }

    private void reapUntilDone(long deadline) {
        boolean isFirst = true;
        long nextCancel = kernel.nanoTime() + (cancelledAtOnce ? SLICE_NS : 0);
        while (ledger.slots.used() > 0 || !ledger.closes.isQuiet()) {
            long now = kernel.nanoTime();
            if (!isFirst && Deadline.left(deadline, now) <= 0) {
                return;
            }
            isFirst = false;
            if (submitter.failure() != null) {
                if (!salvage()) {
                    return;
                }
                continue;
            }
            if (now - nextCancel >= 0) {
                cancelEach();
                nextCancel = now + SLICE_NS;
            }
            outbox.fill();
            submitter.submit(SubmitMode.FLUSH, SubmitPolicy.ONCE, deadline, reaper);
            if (reaper.reap() == 0 && ledger.slots.used() > 0) {
                long until = Math.min(deadline, now + SLICE_NS);
                submitter.submit(SubmitMode.WAIT, SubmitPolicy.ONCE, until, reaper);
                reaper.reap();
            }
        }
    }

    /// A ring that has failed is not entered with SQEs any more; what the kernel has, it can still
    /// end.
    ///
    /// @return whether to go on
    private boolean salvage() {
        dropUnseen(EndReason.FAILED);
        if (leftovers() == 0) {
            return false;
        }
        kernel.calls().poll(ring.fd(), 0, SLICE_MS);
        ring.flush();
        reaper.reap();
        return true;
    }

    /// Ends operations whose SQEs the kernel never took: it will not take them now.
    private void dropUnseen(EndReason reason) {
        if (ring.options().has(SetupFlag.SQPOLL)) {
            return; // its thread takes them whenever it likes
        }
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation operation = ledger.slots.at(slot);
            if (operation != null && !outbox.isConsumed(operation)) {
                ledger.abandon(operation, reason);
            }
        }
    }

    /// How many of the program's operations have not ended.
    private int leftovers() {
        int left = 0;
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation operation = ledger.slots.at(slot);
            if (operation != null && operation.kind() == Kind.OPERATION) {
                left++;
            }
        }
        return left;
    }

    private void cancelEach() {
        outbox.cancels().wantDoubted(); // no timer fires any more
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation operation = ledger.slots.at(slot);
            if (operation != null
                    && operation.stage == Stage.IN_RING
                    && (operation.kind() == Kind.OPERATION || operation.kind() == Kind.WAKE)) {
                outbox.cancels().want(operation);
            }
        }
    }

    /// Asks for the end of everything the ring has (SYNC_CANCEL with ANY, since 6.0), and does not
    /// wait for it: what this kernel cannot do so is cancelled one by one.
    private boolean cancelAtOnce() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(SyncCancelLayout.LAYOUT);
            argument.set(JAVA_INT, SyncCancelLayout.FD, -1);
            int which = CancelFlag.ANY.bits() | CancelFlag.ALL.bits();
            argument.set(JAVA_INT, SyncCancelLayout.FLAGS, which);
            int result = ring.register(RegisterOp.SYNC_CANCEL, argument, 1);
            return result >= 0 || result == Errno.ENOENT.negative();
        }
    }
}
