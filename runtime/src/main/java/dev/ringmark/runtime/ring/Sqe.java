package dev.ringmark.runtime.ring;

import dev.ringmark.runtime.ffi.RawMemory;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// A window on one SQE in shared memory.
///
/// One object serves a whole ring: [Ring#nextSqe()] moves it, so it is valid until the next call.
/// [#prepare] clears the entry first, which makes stale fields of an earlier request impossible.
/// Confined to the thread that owns the SQ.
public final class Sqe {

    /// The opcode is the first byte of an int, whichever end of it that is.
    private static final int OPCODE_SHIFT =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? 0 : 24;

    private final MemorySegment memory;
    private final long start;
    private final int mask;
    private final int shift;
    private long base = RawMemory.PARKED;
    private long size = SqeLayout.SIZE;

    /// @param wide whether every entry has 128 bytes
    Sqe(RingMemory ring, boolean wide) {
        memory = ring.sqes();
        start = memory.address();
        mask = ring.sqEntries() - 1;
        shift = Long.numberOfTrailingZeros(wide ? 2 * SqeLayout.SIZE : SqeLayout.SIZE);
    }

    /// Moves the window to a running index.
    Sqe moveTo(int index) {
        base = start + ((long) (index & mask) << shift);
        size = 1L << shift;
        return this;
    }

    /// Moves the window to a running index, where two slots make one entry.
    Sqe moveToWide(int index) {
        moveTo(index);
        size = 2 * SqeLayout.SIZE;
        return this;
    }

    /// Moves the window away from the ring's memory, for good.
    void park() {
        base = RawMemory.PARKED;
    }

    /// Clears the entry and sets what most operations have.
    ///
    /// @param opcode what to do
    /// @param fd the file, or -1
    /// @param address the `addr` field: memory, or what the operation keeps there
    /// @param length the `len` field
    /// @param offset the `off` field
    public Sqe prepare(Opcode opcode, int fd, long address, int length, long offset) {
        // Eight words cover the 64 bytes: no byte is written twice, and none is left.
        RawMemory.setInts(base, SqeLayout.OPCODE, (opcode.bits() & 0xff) << OPCODE_SHIFT, fd);
        RawMemory.setLong(base, SqeLayout.OFF, offset);
        RawMemory.setLong(base, SqeLayout.ADDR, address);
        RawMemory.setInts(base, SqeLayout.LEN, length, 0);
        RawMemory.setLong(base, SqeLayout.USER_DATA, 0);
        RawMemory.setLong(base, SqeLayout.BUF_INDEX, 0);
        RawMemory.setLong(base, SqeLayout.ADDR3, 0);
        RawMemory.setLong(base, SqeLayout.PAD2, 0);
        if (size > SqeLayout.SIZE) {
            clearCommand();
        }
        return this;
    }

    /// As [#prepare(Opcode, int, long, int, long)], for a number that has no constant.
    public Sqe prepare(int opcode, int fd, long address, int length, long offset) {
        prepare(Opcode.NOP, fd, address, length, offset);
        RawMemory.setByte(base, SqeLayout.OPCODE, (byte) opcode);
        return this;
    }

    /// What the CQE gives back.
    public Sqe userData(long value) {
        RawMemory.setLong(base, SqeLayout.USER_DATA, value);
        return this;
    }

    /// Sets one more flag.
    public Sqe flag(SqeFlag flag) {
        byte before = RawMemory.getByte(base, SqeLayout.FLAGS);
        return flags(before | flag.bits());
    }

    /// Sets the flags byte as a whole.
    public Sqe flags(int bits) {
        RawMemory.setByte(base, SqeLayout.FLAGS, (byte) bits);
        return this;
    }

    /// Ties this entry to the next one.
    ///
    /// @param bits those of IO_LINK or IO_HARDLINK
    public Sqe link(int bits) {
        return flags(RawMemory.getByte(base, SqeLayout.FLAGS) | bits);
    }

    /// The bits that tie this entry to the next one.
    int linkFlags() {
        int links = SqeFlag.IO_LINK.bits() | SqeFlag.IO_HARDLINK.bits();
        return RawMemory.getByte(base, SqeLayout.FLAGS) & links;
    }

    /// The operation's own flags: `rw_flags`, `timeout_flags`, `msg_flags`, `cancel_flags`...
    public Sqe operationFlags(int bits) {
        RawMemory.setInt(base, SqeLayout.OP_FLAGS, bits);
        return this;
    }

    /// The I/O priority, or for socket operations the bits of accept, send and receive.
    public Sqe ioPriority(int value) {
        RawMemory.setShort(base, SqeLayout.IOPRIO, (short) value);
        return this;
    }

    /// The memory and its length, in place of those that [#prepare] was given.
    public Sqe buffer(long address, int length) {
        RawMemory.setLong(base, SqeLayout.ADDR, address);
        RawMemory.setInt(base, SqeLayout.LEN, length);
        return this;
    }

    /// The fixed buffer's index.
    public Sqe bufferIndex(int index) {
        RawMemory.setShort(base, SqeLayout.BUF_INDEX, (short) index);
        return this;
    }

    /// The group to take a buffer from; sets BUFFER_SELECT.
    public Sqe bufferGroup(int group) {
        return bufferIndex(group).flag(SqeFlag.BUFFER_SELECT);
    }

    /// The registered credentials to run under.
    public Sqe personality(int id) {
        RawMemory.setShort(base, SqeLayout.PERSONALITY, (short) id);
        return this;
    }

    /// `file_index`: a direct descriptor's slot plus 1, or FILE_INDEX_ALLOC; `splice_fd_in`.
    public Sqe fileIndex(int value) {
        RawMemory.setInt(base, SqeLayout.FILE_INDEX, value);
        return this;
    }

    /// `addr3`.
    public Sqe address3(long value) {
        RawMemory.setLong(base, SqeLayout.ADDR3, value);
        return this;
    }

    private void clearCommand() {
        for (long at = SqeLayout.SIZE; at < size; at += Long.BYTES) {
            RawMemory.setLong(base, at, 0L);
        }
    }

    /// The entry's bytes, for what no setter covers.
    public MemorySegment bytes() {
        return memory.asSlice(base - start, size);
    }
}
