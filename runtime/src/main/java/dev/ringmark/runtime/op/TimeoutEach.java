package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.TimespecLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Says again and again that a time has passed: TIMEOUT, multishot; single ones before
/// 6.4, each from the end of the one before.
///
/// Since 6.4; io_uring_enter(2).
public final class TimeoutEach extends MultishotOp<Timeout.End> {

    private final Duration time;
    private final int times;

    private TimeoutEach(Duration time, int times) {
        this.time = time;
        this.times = times;
    }

    /// For as long as it is not cancelled.
    public static TimeoutEach every(Duration time) {
        return new TimeoutEach(Times.requireSpan("time", time), 0);
    }

    /// So many times.
    ///
    /// @param count 1 or more
    public TimeoutEach times(int count) {
        return new TimeoutEach(time, Require.range("count", count, 1, Integer.MAX_VALUE));
    }

    @Override
    public Opcode opcode() {
        return Opcode.TIMEOUT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long address = scratch.timespec(time.getSeconds(), time.getNano());
        sqe.prepare(Opcode.TIMEOUT, -1, address, 1, times)
                .operationFlags(TimeoutFlag.MULTISHOT.bits());
    }

    @Override
    protected List<Feature> features() {
        return List.of(Feature.MULTISHOT_TIMEOUT);
    }

    /// Single timeouts, each from the end of the one before; the scratch says how many are left.
    @Override
    protected void prepareWithout(Sqe sqe, Scratch scratch, Set<Feature> without) {
        long address = scratch.timespec(time.getSeconds(), time.getNano());
        MemorySegment left = scratch.at(TimespecLayout.SIZE, Integer.BYTES);
        if (left.get(JAVA_INT, 0) == 0) {
            left.set(JAVA_INT, 0, times == 0 ? Integer.MAX_VALUE : times);
        }
        sqe.prepare(Opcode.TIMEOUT, -1, address, 1, 0);
    }

    @Override
    boolean goesOn(int result, Scratch scratch) {
        MemorySegment left = scratch.at(TimespecLayout.SIZE, Integer.BYTES);
        int before = left.get(JAVA_INT, 0);
        if (before == 0 || times == 0 || !isSuccess(result)) {
            return goesOn(result);
        }
        left.set(JAVA_INT, 0, before - 1);
        return before > 1;
    }

    @Override
    protected long scratchSize() {
        return TimespecLayout.SIZE + Integer.BYTES;
    }

    @Override
    protected Timeout.End decode(int result, int cqeFlags, Scratch scratch) {
        return Timeout.End.TIME;
    }

    @Override
    protected boolean goesOn(int result) {
        return times == 0 && isSuccess(result);
    }

    @Override
    protected boolean isSuccess(int result) {
        return result == Errno.ETIME.negative();
    }

    @Override
    public String toString() {
        return "TIMEOUT, multishot, of " + time;
    }
}
