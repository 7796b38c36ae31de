package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Waits until one of several words is woken, and says which; -EAGAIN if one has another value:
/// FUTEX_WAITV.
///
/// Since 6.7; io_uring_enter(2), futex_waitv of futex(2).
public final class FutexWaitAny extends Op<Integer> {

    private static final int SIZE_32_PRIVATE = 0x82;
    private static final int WORDS_MAX = 128;
    private static final long ENTRY_SIZE = 24;
    private static final long ADDRESS = 8;
    private static final long FLAGS = 16;

    /// A word and the value it has while waiting makes sense.
    public record Expected(FutexWord word, int value) {}

    private final List<Expected> words;

    private FutexWaitAny(List<Expected> words) {
        this.words = List.copyOf(words);
        Require.range("words: count", words.size(), 1, WORDS_MAX);
    }

    /// Waits while each word has its value.
    public static FutexWaitAny of(List<Expected> words) {
        return new FutexWaitAny(words);
    }

    @Override
    public Opcode opcode() {
        return Opcode.FUTEX_WAITV;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        MemorySegment vector = scratch.take(words.size() * ENTRY_SIZE);
        for (int at = 0; at < words.size(); at++) {
            Expected each = words.get(at);
            vector.set(JAVA_LONG, at * ENTRY_SIZE, Integer.toUnsignedLong(each.value));
            vector.set(JAVA_LONG, at * ENTRY_SIZE + ADDRESS, each.word.address());
            vector.set(JAVA_INT, at * ENTRY_SIZE + FLAGS, SIZE_32_PRIVATE);
        }
        sqe.prepare(Opcode.FUTEX_WAITV, 0, vector.address(), words.size(), 0);
    }

    @Override
    protected long scratchSize() {
        return words.size() * ENTRY_SIZE;
    }

    /// Which word, from 0.
    @Override
    protected Integer decode(int result, int cqeFlags, Scratch scratch) {
        return result;
    }

    @Override
    public String toString() {
        return "FUTEX_WAITV of " + words.size() + " words";
    }
}
