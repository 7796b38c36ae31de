package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;

/// A window on one SQE in shared memory.
///
/// One object serves a whole ring: [Ring#nextSqe()] moves it, so it is valid until the next call.
/// [#prepare] clears the entry first, which makes stale fields of an earlier request impossible.
/// Confined to the thread that owns the SQ.
public final class Sqe {

    private final MemorySegment memory;
    private long base;
    private long size = SqeLayout.SIZE;

    Sqe(MemorySegment memory) {
        this.memory = memory;
    }

    /// Moves the window.
    Sqe moveTo(long offset, long bytes) {
        base = offset;
        size = bytes;
        return this;
    }

    /// Clears the entry and sets what most operations have.
    ///
    /// @param opcode what to do
    /// @param fd the file, or -1
    /// @param address the `addr` field: memory, or what the operation keeps there
    /// @param length the `len` field
    /// @param offset the `off` field
    public Sqe prepare(Opcode opcode, int fd, long address, int length, long offset) {
        return prepare(opcode.bits(), fd, address, length, offset);
    }

    /// As [#prepare(Opcode, int, long, int, long)], for a number that has no constant.
    public Sqe prepare(int opcode, int fd, long address, int length, long offset) {
        for (long at = 0; at < size; at += Long.BYTES) {
            memory.set(JAVA_LONG, base + at, 0L);
        }
        memory.set(JAVA_BYTE, base + SqeLayout.OPCODE, (byte) opcode);
        memory.set(JAVA_INT, base + SqeLayout.FD, fd);
        memory.set(JAVA_LONG, base + SqeLayout.OFF, offset);
        memory.set(JAVA_LONG, base + SqeLayout.ADDR, address);
        memory.set(JAVA_INT, base + SqeLayout.LEN, length);
        return this;
    }

    /// What the CQE gives back.
    public Sqe userData(long value) {
        memory.set(JAVA_LONG, base + SqeLayout.USER_DATA, value);
        return this;
    }

    /// Sets one more flag.
    public Sqe flag(SqeFlag flag) {
        byte before = memory.get(JAVA_BYTE, base + SqeLayout.FLAGS);
        return flags(before | flag.bits());
    }

    /// Sets the flags byte as a whole.
    public Sqe flags(int bits) {
        memory.set(JAVA_BYTE, base + SqeLayout.FLAGS, (byte) bits);
        return this;
    }

    /// The bits that tie this entry to the next one.
    int linkFlags() {
        int links = SqeFlag.IO_LINK.bits() | SqeFlag.IO_HARDLINK.bits();
        return memory.get(JAVA_BYTE, base + SqeLayout.FLAGS) & links;
    }

    /// The operation's own flags: `rw_flags`, `timeout_flags`, `msg_flags`, `cancel_flags`...
    public Sqe operationFlags(int bits) {
        memory.set(JAVA_INT, base + SqeLayout.OP_FLAGS, bits);
        return this;
    }

    /// The I/O priority, or for socket operations the bits of accept, send and receive.
    public Sqe ioPriority(int value) {
        memory.set(JAVA_SHORT, base + SqeLayout.IOPRIO, (short) value);
        return this;
    }

    /// The fixed buffer's index.
    public Sqe bufferIndex(int index) {
        memory.set(JAVA_SHORT, base + SqeLayout.BUF_INDEX, (short) index);
        return this;
    }

    /// The group to take a buffer from; sets BUFFER_SELECT.
    public Sqe bufferGroup(int group) {
        return bufferIndex(group).flag(SqeFlag.BUFFER_SELECT);
    }

    /// The registered credentials to run under.
    public Sqe personality(int id) {
        memory.set(JAVA_SHORT, base + SqeLayout.PERSONALITY, (short) id);
        return this;
    }

    /// `file_index`: a direct descriptor's slot plus 1, or FILE_INDEX_ALLOC; `splice_fd_in`.
    public Sqe fileIndex(int value) {
        memory.set(JAVA_INT, base + SqeLayout.FILE_INDEX, value);
        return this;
    }

    /// `addr3`.
    public Sqe address3(long value) {
        memory.set(JAVA_LONG, base + SqeLayout.ADDR3, value);
        return this;
    }

    /// The entry's bytes, for what no setter covers.
    public MemorySegment bytes() {
        return memory.asSlice(base, size);
    }
}
