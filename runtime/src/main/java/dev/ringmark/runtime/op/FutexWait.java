package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;

/// Waits until a word is woken; -EAGAIN if it has another value: FUTEX_WAIT.
///
/// Since 6.7; io_uring_enter(2), futex(2).
public final class FutexWait extends Op<Integer> {

    private static final int SIZE_32_PRIVATE = 0x82;
    private static final long ANYBODY = 0xffff_ffffL;

    private final FutexWord word;
    private final int expected;

    private FutexWait(FutexWord word, int expected) {
        this.word = word;
        this.expected = expected;
    }

    /// For as long as the word has a value.
    ///
    /// @param expected the value the word has while waiting makes sense
    public static FutexWait of(FutexWord word, int expected) {
        return new FutexWait(word, expected);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FUTEX_WAIT;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        sqe.prepare(
                        Opcode.FUTEX_WAIT,
                        SIZE_32_PRIVATE,
                        word.address(),
                        0,
                        Integer.toUnsignedLong(expected))
                .address3(ANYBODY);
    }

    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "FUTEX_WAIT of " + word;
    }
}
