package dev.ringmark.chaos.workload;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/// One operation of the program, and what it has been told so far.
final class Tracked {

    /// What it asks for.
    enum Kind {
        NOP,
        READ,
        READ_ASYNC,
        WRITE,
        POLL,
        TIMEOUT,
        OPEN,
        RECEIVE,
        SEND,
        STUCK_READ,
        POLL_MULTISHOT
    }

    /// Which of its callbacks throws.
    enum Throws {
        NEVER,
        PREPARE,
        COMPLETED,
        RELEASED
    }

    private static final int RESULT_MIN = 1000;
    private static final int POLLIN = 1;
    private static final int CWD = -100;
    private static final String PATH = "/dev/null";
    private static final long TIMEOUT_NS_MAX = 1 << 20;

    final Kind kind;
    final int id;
    private final Episode episode;
    private final Watch watch;
    private final Throws throwing;
    private final MemorySegment cell;
    private boolean isOpen;
    private boolean isCancelled;
    private boolean isHeld;
    private boolean wasAbandoned;
    private boolean injects;
    private int completions;

    Tracked(Episode episode, Kind kind, Throws throwing, MemorySegment cell) {
        this.episode = episode;
        this.kind = kind;
        this.throwing = throwing;
        this.cell = cell;
        watch = episode.watch();
        id = watch.nextId();
        injects = kind == Kind.NOP && episode.hasInjection();
    }

    int completions() {
        return completions;
    }

    boolean isOpen() {
        return isOpen;
    }

    boolean isTheKernels() {
        return watch.kernel().outside().holds(cell.address(), Cells.SIZE);
    }

    boolean makesFile() {
        return kind == Kind.OPEN;
    }

    /// Whether only a cancel, or nothing, ends it.
    boolean isEndless() {
        return kind == Kind.STUCK_READ || kind == Kind.POLL_MULTISHOT;
    }

    /// The program has asked for its end, and need not ask again.
    void cancelled() {
        isCancelled = true;
    }

    boolean isCancelled() {
        return isCancelled;
    }

    /// The driver is about to take it: its callbacks may come at once.
    void taken() {
        isOpen = true;
        isHeld = true;
        watch.started();
    }

    /// The driver has not taken it after all.
    void notTaken() {
        watch.check(
                isOpen && isHeld, Invariant.I_01, () -> this + " ended though it was not taken");
        isOpen = false;
        isHeld = false;
        watch.refused();
        episode.cells().give(cell);
    }

    void prepare(Sqe sqe) {
        if (throwing == Throws.PREPARE) {
            throw watch.throwing();
        }
        Peers peers = episode.peers();
        switch (kind) {
            case NOP -> {
                int result = injects ? RESULT_MIN + id : 0;
                sqe.prepare(Opcode.NOP, -1, 0, result, 0);
                if (injects) {
                    sqe.operationFlags(NopFlag.INJECT_RESULT.bits());
                }
            }
            case READ -> sqe.prepare(Opcode.READ, peers.readEnd(), cell.address(), 8, 0);
            case READ_ASYNC ->
                    sqe.prepare(Opcode.READ, peers.readEnd(), cell.address(), 8, 0)
                            .flag(SqeFlag.ASYNC);
            case WRITE -> {
                cell.set(JAVA_LONG, 0, peers.newToken());
                sqe.prepare(Opcode.WRITE, peers.writeEnd(), cell.address(), 8, 0);
            }
            case POLL ->
                    sqe.prepare(Opcode.POLL_ADD, peers.readEnd(), 0, 0, 0).operationFlags(POLLIN);
            case TIMEOUT -> {
                cell.set(JAVA_LONG, Long.BYTES, id * 7919L % TIMEOUT_NS_MAX);
                sqe.prepare(Opcode.TIMEOUT, -1, cell.address(), 1, 0);
            }
            case OPEN -> {
                cell.setString(0, PATH);
                sqe.prepare(Opcode.OPENAT, CWD, cell.address(), 0, 0).flag(SqeFlag.ASYNC);
            }
            case RECEIVE -> sqe.prepare(Opcode.RECV, peers.socket(), cell.address(), 8, 0);
            case SEND -> sqe.prepare(Opcode.SEND, peers.socket(), cell.address(), 8, 0);
            case STUCK_READ -> sqe.prepare(Opcode.READ, peers.stuckDevice(), cell.address(), 8, 0);
            case POLL_MULTISHOT ->
                    sqe.prepare(Opcode.POLL_ADD, peers.readEnd(), 0, PollFlag.ADD_MULTI.bits(), 0)
                            .operationFlags(POLLIN);
        }
    }

    void completed(int result, boolean isLast) {
        if (watch.isTold()) {
            watch.say(this + " completed " + text(result) + (isLast ? ", last" : ""));
        }
        completions++;
        if (!isOpen) {
            Invariant which = wasAbandoned ? Invariant.I_01 : Invariant.I_03;
            watch.broken(which, this + " was told " + text(result) + " after its outcome");
        }
        if (isLast) {
            isOpen = false;
            watch.told();
        }
        check(result);
        if (throwing == Throws.COMPLETED) {
            throw watch.throwing();
        }
        if (isLast) {
            episode.ended(this);
        }
    }

    void abandoned(EndReason reason) {
        if (watch.isTold()) {
            watch.say(this + " abandoned: " + reason);
        }
        watch.check(isOpen, Invariant.I_01, () -> this + " was abandoned after its outcome");
        isOpen = false;
        wasAbandoned = true;
        watch.told();
        switch (reason) {
            case QUEUE_TIMEOUT -> episode.mark(Mark.QUEUE_TIMED_OUT);
            case CANCELLED, CLOSING -> episode.mark(Mark.NEVER_SEEN_BY_KERNEL);
            case UNPREPARED -> episode.mark(Mark.UNPREPARED);
            case FAILED, QUARANTINED -> {}
        }
        boolean isKept = reason == EndReason.FAILED || reason == EndReason.QUARANTINED;
        watch.check(
                isKept || !isTheKernels(),
                Invariant.I_10,
                () -> this + " was abandoned (" + reason + ") though the kernel has it");
    }

    void released() {
        if (watch.isTold()) {
            watch.say(this + " released");
        }
        watch.check(!isOpen, Invariant.I_01, () -> this + " was released without an outcome");
        if (!isHeld) {
            watch.broken(Invariant.I_04, this + " was released twice");
            return;
        }
        isHeld = false;
        watch.released();
        if (isTheKernels()) {
            watch.broken(Invariant.I_04, this + " was released while the kernel has its memory");
            return;
        }
        episode.cells().give(cell);
        if (throwing == Throws.RELEASED) {
            throw watch.throwing();
        }
    }

    private void check(int result) {
        switch (kind) {
            case NOP -> {
                boolean isOurs = result == (injects ? RESULT_MIN + id : 0);
                watch.check(isOurs, Invariant.I_05, () -> this + " got the result " + text(result));
            }
            case READ, READ_ASYNC -> {
                watch.check(result <= 8, Invariant.I_22, () -> this + " got " + text(result));
                if (result == 8 && !episode.hasShortTransfers()) {
                    episode.peers().read(cell.get(JAVA_LONG, 0));
                }
            }
            case TIMEOUT ->
                    watch.check(
                            result == Errno.ETIME.negative()
                                    || result == Errno.ECANCELED.negative()
                                    || result == Errno.ENOMEM.negative(),
                            Invariant.I_05,
                            () -> this + " got the result " + text(result));
            case OPEN -> {
                if (result >= 0) {
                    watch.kernel().close(result);
                }
            }
            case WRITE, POLL, RECEIVE, SEND, STUCK_READ, POLL_MULTISHOT ->
                    watch.check(
                            result < RESULT_MIN,
                            Invariant.I_05,
                            () -> this + " got the result " + text(result));
        }
    }

    private static String text(int result) {
        return result < 0 ? Errno.describe(result) : Integer.toString(result);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " #" + id;
    }
}
