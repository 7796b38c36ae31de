package dev.ringmark.chaos.sim;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;

/// How large a ring is and where its words lie: one region for both queues, one for the SQEs.
///
/// The offsets are this kernel's own; user space has to take them from `io_uring_params`.
///
/// @param flags bits of [SetupFlag]
/// @param sqEntries a power of two
/// @param cqEntries a power of two
record RingShape(int flags, int sqEntries, int cqEntries) {

    static final int SQ_HEAD = 0;
    static final int SQ_TAIL = 4;
    static final int CQ_HEAD = 8;
    static final int CQ_TAIL = 12;
    private static final int SQ_MASK = 16;
    private static final int CQ_MASK = 20;
    private static final int SQ_ENTRIES = 24;
    private static final int CQ_ENTRIES = 28;
    static final int SQ_DROPPED = 32;
    static final int SQ_FLAGS = 36;
    static final int CQ_FLAGS = 40;
    static final int CQ_OVERFLOW = 44;
    static final int CQES = 64;

    boolean has(SetupFlag flag) {
        return (flags & flag.bits()) != 0;
    }

    boolean hasArray() {
        return !has(SetupFlag.NO_SQARRAY);
    }

    int sqeShift() {
        return Long.numberOfTrailingZeros(SqeLayout.SIZE) + (has(SetupFlag.SQE128) ? 1 : 0);
    }

    int cqeShift() {
        return Long.numberOfTrailingZeros(CqeLayout.SIZE) + (has(SetupFlag.CQE32) ? 1 : 0);
    }

    long arrayOffset() {
        return CQES + ((long) cqEntries << cqeShift());
    }

    /// The size of the region with both queues.
    long ringsSize() {
        return arrayOffset() + (hasArray() ? (long) sqEntries * Integer.BYTES : 0);
    }

    /// The size of the region with the SQEs.
    long sqesSize() {
        return (long) sqEntries << sqeShift();
    }

    /// Writes the constants that user space may read from the rings.
    void writeConstants(long rings) {
        UserMemory.setInt(rings + SQ_MASK, sqEntries - 1);
        UserMemory.setInt(rings + CQ_MASK, cqEntries - 1);
        UserMemory.setInt(rings + SQ_ENTRIES, sqEntries);
        UserMemory.setInt(rings + CQ_ENTRIES, cqEntries);
    }

    /// Tells user space.
    void describe(MemorySegment params, int features) {
        params.set(JAVA_INT, ParamsLayout.SQ_ENTRIES, sqEntries);
        params.set(JAVA_INT, ParamsLayout.CQ_ENTRIES, cqEntries);
        params.set(JAVA_INT, ParamsLayout.FEATURES, features);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_HEAD, SQ_HEAD);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_TAIL, SQ_TAIL);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_RING_MASK, SQ_MASK);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_RING_ENTRIES, SQ_ENTRIES);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_FLAGS, SQ_FLAGS);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_DROPPED, SQ_DROPPED);
        params.set(JAVA_INT, ParamsLayout.SQ_OFF_ARRAY, hasArray() ? (int) arrayOffset() : 0);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_HEAD, CQ_HEAD);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_TAIL, CQ_TAIL);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_RING_MASK, CQ_MASK);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_RING_ENTRIES, CQ_ENTRIES);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_OVERFLOW, CQ_OVERFLOW);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_CQES, CQES);
        params.set(JAVA_INT, ParamsLayout.CQ_OFF_FLAGS, CQ_FLAGS);
    }
}
