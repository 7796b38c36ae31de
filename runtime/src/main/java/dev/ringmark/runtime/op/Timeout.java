package dev.ringmark.runtime.op;

import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.time.Duration;

/// Lets time pass: TIMEOUT.
///
/// A success is the end of the time, which the kernel calls -ETIME, or of the completions it was
/// told to count. A duration of 0 ends at once. It ends never early.
///
/// Since 5.4; io_uring_enter(2).
public final class Timeout extends Op<Timeout.End> {

    /// What ended a timeout.
    public enum End {
        /// The time.
        TIME,
        /// The completions.
        COUNT
    }

    private final Duration time;
    private final int flags;
    private final int completions;

    private Timeout(Duration time, int flags, int completions) {
        this.time = time;
        this.flags = flags;
        this.completions = completions;
    }

    /// Until so much time has passed on CLOCK_MONOTONIC.
    public static Timeout after(Duration time) {
        return after(Clock.MONOTONIC, time);
    }

    /// Until so much time has passed on a clock.
    public static Timeout after(Clock clock, Duration time) {
        return new Timeout(Times.requireSpan("time", time), clock.bits, 0);
    }

    /// Until a clock shows a time (ABS, since 5.5).
    ///
    /// @param time since the clock's zero
    public static Timeout at(Clock clock, Duration time) {
        Times.requireSpan("time", time);
        return new Timeout(time, clock.bits | TimeoutFlag.ABS.bits(), 0);
    }

    /// The same, or until so many other requests of the ring have completed, of which the driver's
    /// own count too.
    ///
    /// @param count 1 or more
    public Timeout orCompletions(int count) {
        return new Timeout(time, flags, Require.range("count", count, 1, Integer.MAX_VALUE));
    }

    /// The same, and in a chain its expiry does not break the link (ETIME_SUCCESS, since 5.16).
    public Timeout keepingLink() {
        return new Timeout(time, flags | TimeoutFlag.ETIME_SUCCESS.bits(), completions);
    }

    @Override
    public Opcode opcode() {
        return Opcode.TIMEOUT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long address = scratch.timespec(time.getSeconds(), time.getNano());
        sqe.prepare(Opcode.TIMEOUT, -1, address, 1, completions).operationFlags(flags);
    }

    @Override
    protected long scratchSize() {
        return TimespecLayout.SIZE;
    }

    @Override
    protected boolean isSuccess(int result) {
        return result == 0 || result == Errno.ETIME.negative();
    }

    @Override
    protected End decode(int result, int cqeFlags, Scratch scratch) {
        return result == 0 ? End.COUNT : End.TIME;
    }

    @Override
    public String toString() {
        return "TIMEOUT of " + time;
    }
}
