package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.SqeFlag;
import org.jspecify.annotations.Nullable;

/// An SQE that was consumed, until its last CQE: everything the kernel knows about it.
///
/// The fields are copied at consumption, so that the SQE may be reused at once (S020). It is known
/// by its serial number, never by its user data, which may be anybody's.
final class Request implements Waiter {

    /// Where it is in its life.
    enum Phase {
        /// Consumed, in a chain or behind a drain.
        QUEUED,
        /// Issued, and waiting: for readiness, time or another request.
        WAITING,
        /// In the hands of a worker, or about to be tried again.
        RUNNING,
        /// It has its result, which may not yet be posted.
        DONE
    }

    final SimRing ring;
    final long serial;
    final int opcode;
    final int flags;
    final int ioPriority;
    final int fd;
    final long offset;
    final long address;
    final int length;
    final int operationFlags;
    final int bufferIndex;
    final int personality;
    final int fileIndex;
    final long address3;
    final long pad;
    final @Nullable Operation operation;
    long userData;
    Phase phase = Phase.QUEUED;
    int result;
    int cqeFlags;
    long extra1;
    long extra2;
    boolean isWide;

    /// It failed in a way that breaks its chain.
    boolean isFailed;
    /// Its CQE is left out.
    boolean isSilent;
    /// CQEs of those behind it in a broken chain are left out.
    boolean silencesFollowers;
    /// It posts more than one CQE.
    boolean isMultishot;
    /// It was given to a worker.
    boolean isInWorker;
    /// A device has it, where no cancel reaches it.
    boolean isInDevice;
    /// The next of its chain.
    @Nullable Request next;
    /// The link timeout that watches it.
    @Nullable Request watchdog;
    /// What it works on, from issue to its end.
    @Nullable SimFile file;
    /// When it ends by itself.
    @Nullable Event timer;
    /// What an operation remembers of it.
    @Nullable Object state;
    /// The events it waits for, and 0 when it does not wait for readiness.
    int awaited;
    /// What was seen ready when it was woken.
    int woken;
    /// It was woken by a completion of a ring, and may not go on: it would wake itself.
    boolean isWokenByRing;
    private boolean isWakeQueued;
    private boolean isChainRefused;

    Request(SimRing ring, long serial, long sqe, @Nullable Operation operation) {
        this.ring = ring;
        this.serial = serial;
        this.operation = operation;
        opcode = UserMemory.getByte(sqe + SqeLayout.OPCODE) & 0xff;
        flags = UserMemory.getByte(sqe + SqeLayout.FLAGS) & 0xff;
        ioPriority = UserMemory.getShort(sqe + SqeLayout.IOPRIO) & 0xffff;
        fd = UserMemory.getInt(sqe + SqeLayout.FD);
        offset = UserMemory.getLong(sqe + SqeLayout.OFF);
        address = UserMemory.getLong(sqe + SqeLayout.ADDR);
        length = UserMemory.getInt(sqe + SqeLayout.LEN);
        operationFlags = UserMemory.getInt(sqe + SqeLayout.OP_FLAGS);
        userData = UserMemory.getLong(sqe + SqeLayout.USER_DATA);
        bufferIndex = UserMemory.getShort(sqe + SqeLayout.BUF_INDEX) & 0xffff;
        personality = UserMemory.getShort(sqe + SqeLayout.PERSONALITY) & 0xffff;
        fileIndex = UserMemory.getInt(sqe + SqeLayout.FILE_INDEX);
        address3 = UserMemory.getLong(sqe + SqeLayout.ADDR3);
        pad = UserMemory.getLong(sqe + SqeLayout.PAD2);
        isSilent = has(SqeFlag.CQE_SKIP_SUCCESS);
    }

    boolean has(SqeFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    boolean hasOption(int bit) {
        return (operationFlags & bit) != 0;
    }

    /// Whether the next of the batch belongs to its chain.
    boolean isLinked() {
        return has(SqeFlag.IO_LINK) || has(SqeFlag.IO_HARDLINK);
    }

    /// Its end breaks its chain; a silent request is heard when it fails.
    void fail() {
        isFailed = true;
        if (has(SqeFlag.CQE_SKIP_SUCCESS) && isSilent) {
            isSilent = false;
            silencesFollowers = true;
        }
    }

    /// Marks the head of a chain that failed in preparation: hard links do not save it.
    void refuseChain() {
        isChainRefused = isFailed;
    }

    boolean isRefusedChain() {
        return isChainRefused;
    }

    /// Whether it waits to move the rest of what it sends or receives (MSG_WAITALL).
    boolean hasMoved() {
        return state instanceof Messages && result > 0;
    }

    /// Gives it a result; an error breaks its chain.
    Step done(int value) {
        result = value;
        if (value < 0) {
            fail();
        }
        return Step.DONE;
    }

    /// Waits until its file has one of these events, or always reported ones.
    void await(int events) {
        SimFile on = file;
        if (on != null && awaited == 0) {
            on.await(this);
        }
        awaited = events | PollEvents.ALWAYS;
        phase = Phase.WAITING;
        if (woken != 0) {
            tryAgain(); // it became ready while it was being issued
        }
    }

    /// No longer waits for readiness.
    void stopWaiting() {
        SimFile on = file;
        if (on != null && awaited != 0) {
            on.forget(this);
        }
        awaited = 0;
    }

    @Override
    public void wake(int events, boolean byRing) {
        int hit = events & awaited;
        if (hit == 0 || phase == Phase.DONE) {
            return;
        }
        woken |= hit;
        isWokenByRing |= byRing;
        if (phase == Phase.WAITING) {
            tryAgain();
        }
    }

    private void tryAgain() {
        if (isInWorker) {
            ring.lifecycle().retryInWorker(this);
        } else if (!isWakeQueued) {
            isWakeQueued = true;
            ring.later(this, this::woken);
        }
    }

    private void woken() {
        isWakeQueued = false;
        if (phase == Phase.WAITING) {
            ring.lifecycle().issue(this);
        }
    }
}
