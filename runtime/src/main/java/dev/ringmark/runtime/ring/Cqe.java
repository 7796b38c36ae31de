package dev.ringmark.runtime.ring;

import dev.ringmark.runtime.ffi.RawMemory;
import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.CqeFlag;

/// A window on one CQE in shared memory.
///
/// One object serves a whole ring: [Ring#peek()] moves it, and it is valid until [Ring#advance()].
public final class Cqe {

    private final long start;
    private final int mask;
    private final int shift;
    private long base = RawMemory.PARKED;
    private boolean wide;

    /// @param wide whether every entry has 32 bytes
    Cqe(RingMemory ring, boolean wide) {
        start = ring.cqes().address() + ring.cqeOffset(0);
        mask = ring.cqEntries() - 1;
        shift = Long.numberOfTrailingZeros(wide ? 2 * CqeLayout.SIZE : CqeLayout.SIZE);
        this.wide = wide;
    }

    /// Moves the window to a running index.
    Cqe moveTo(int index) {
        base = start + ((long) (index & mask) << shift);
        return this;
    }

    /// Says whether the entry has two slots, on a ring where that differs.
    Cqe widen(boolean isWide) {
        wide = isWide;
        return this;
    }

    /// Moves the window away from the ring's memory, for good.
    void park() {
        base = RawMemory.PARKED;
    }

    /// What the SQE said.
    public long userData() {
        return RawMemory.getLong(base, CqeLayout.USER_DATA);
    }

    /// The operation's result, or `-errno`.
    public int result() {
        return RawMemory.getInt(base, CqeLayout.RES);
    }

    /// Bits of [CqeFlag], and a buffer id in the upper half.
    public int flags() {
        return RawMemory.getInt(base, CqeLayout.FLAGS);
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
        return RawMemory.getLong(base, CqeLayout.SIZE + (long) index * Long.BYTES);
    }
}
