package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Wakes those who wait on a word: FUTEX_WAKE. The answer says how many.
///
/// Since 6.7; io_uring_enter(2), futex(2).
public final class FutexWake extends Op<Integer> {

    private static final int SIZE_32_PRIVATE = 0x82;
    private static final long ANYBODY = 0xffff_ffffL;

    private final FutexWord word;
    private final int count;

    private FutexWake(FutexWord word, int count) {
        this.word = word;
        this.count = count;
    }

    /// Wakes some.
    ///
    /// @param count how many at most, 1 or more
    public static FutexWake of(FutexWord word, int count) {
        return new FutexWake(word, Require.range("count", count, 1, Integer.MAX_VALUE));
    }

    @Override
    public Opcode opcode() {
        return Opcode.FUTEX_WAKE;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(
                        Opcode.FUTEX_WAKE,
                        SIZE_32_PRIVATE,
                        word.address(),
                        0,
                        Integer.toUnsignedLong(count))
                .address3(ANYBODY);
    }

    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "FUTEX_WAKE of " + word;
    }
}
