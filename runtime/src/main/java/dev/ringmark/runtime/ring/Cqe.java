package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.uapi.CqeFlag;
import java.lang.foreign.MemorySegment;

/// A window on one CQE in shared memory.
///
/// One object serves a whole ring: [Ring#peek()] moves it, and it is valid until [Ring#advance()].
public final class Cqe {

    private final MemorySegment memory;
    private long base;
    private boolean wide;

    Cqe(MemorySegment memory) {
        this.memory = memory;
    }

    /// Moves the window.
    Cqe moveTo(long offset, boolean isWide) {
        base = offset;
        wide = isWide;
        return this;
    }

    /// What the SQE said.
    public long userData() {
        return memory.get(JAVA_LONG, base + CqeLayout.USER_DATA);
    }

    /// The operation's result, or `-errno`.
    public int result() {
        return memory.get(JAVA_INT, base + CqeLayout.RES);
    }

    /// Bits of [CqeFlag], and a buffer id in the upper half.
    public int flags() {
        return memory.get(JAVA_INT, base + CqeLayout.FLAGS);
    }

    /// Whether a flag is set.
    public boolean has(CqeFlag flag) {
        return (flags() & flag.bits()) != 0;
    }

    /// The id of the buffer the kernel chose; meaningful only with [CqeFlag#BUFFER].
    public int bufferId() {
        return flags() >>> CqeFlag.BUFFER_SHIFT.bits();
    }

    /// Whether the entry has 16 more bytes.
    public boolean isWide() {
        return wide;
    }

    /// The first of the 8-byte words behind a wide entry.
    public long extra1() {
        return extra(0);
    }

    /// The second of the 8-byte words behind a wide entry.
    public long extra2() {
        return extra(1);
    }

    private long extra(int index) {
        if (!wide) {
            throw new IllegalStateException("extra" + (index + 1) + ": this CQE is 16 bytes long");
        }
        return memory.get(JAVA_LONG, base + CqeLayout.SIZE + (long) index * Long.BYTES);
    }
}
