package dev.ringmark.runtime.layout;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A ring's shared memory by the names of its parts: indices, flags, entries.
///
/// Each accessor says its memory order. The kernel owns the SQ head and the CQ tail, user space the
/// other two; all four run freely in 32 bits and are masked only to find an entry. No state of its
/// own: whoever reads a ring, its owner or an onlooker, can make one.
public final class RingMemory {

    /* The two rings share one mapping since 5.4 (FEAT_SINGLE_MMAP); offsets into it come from
     * io_uring_params. The SQEs are a mapping of their own, and the SQ ring's array holds indices
     * into them, unless NO_SQARRAY (6.6) removed that step. */

    private static final VarHandle INT = JAVA_INT.varHandle();

    private final MemorySegment sqRing;
    private final MemorySegment cqRing;
    private final MemorySegment sqes;
    private final int sqEntries;
    private final int cqEntries;
    private final boolean hasArray;
    private final long sqHeadOffset;
    private final long sqTailOffset;
    private final long sqFlagsOffset;
    private final long sqDroppedOffset;
    private final long sqArrayOffset;
    private final long cqHeadOffset;
    private final long cqTailOffset;
    private final long cqFlagsOffset;
    private final long cqOverflowOffset;
    private final long cqesOffset;
    private final int sqeShift;
    private final int cqeShift;

    /// @param params as the kernel filled it
    /// @param sqRing the mapping of the SQ ring
    /// @param cqRing the mapping of the CQ ring, often the same
    /// @param sqes the mapping of the SQEs
    public RingMemory(
            MemorySegment params, MemorySegment sqRing, MemorySegment cqRing, MemorySegment sqes) {
        this.sqRing = sqRing;
        this.cqRing = cqRing;
        this.sqes = sqes;
        int flags = params.get(JAVA_INT, ParamsLayout.FLAGS);
        sqEntries = params.get(JAVA_INT, ParamsLayout.SQ_ENTRIES);
        cqEntries = params.get(JAVA_INT, ParamsLayout.CQ_ENTRIES);
        hasArray = (flags & SetupFlag.NO_SQARRAY.bits()) == 0;
        sqHeadOffset = params.get(JAVA_INT, ParamsLayout.SQ_OFF_HEAD);
        sqTailOffset = params.get(JAVA_INT, ParamsLayout.SQ_OFF_TAIL);
        sqFlagsOffset = params.get(JAVA_INT, ParamsLayout.SQ_OFF_FLAGS);
        sqDroppedOffset = params.get(JAVA_INT, ParamsLayout.SQ_OFF_DROPPED);
        sqArrayOffset = params.get(JAVA_INT, ParamsLayout.SQ_OFF_ARRAY);
        cqHeadOffset = params.get(JAVA_INT, ParamsLayout.CQ_OFF_HEAD);
        cqTailOffset = params.get(JAVA_INT, ParamsLayout.CQ_OFF_TAIL);
        cqFlagsOffset = params.get(JAVA_INT, ParamsLayout.CQ_OFF_FLAGS);
        cqOverflowOffset = params.get(JAVA_INT, ParamsLayout.CQ_OFF_OVERFLOW);
        cqesOffset = params.get(JAVA_INT, ParamsLayout.CQ_OFF_CQES);
        sqeShift = (flags & SetupFlag.SQE128.bits()) != 0 ? 7 : 6;
        cqeShift = (flags & SetupFlag.CQE32.bits()) != 0 ? 5 : 4;
    }

    /// The size of the SQ ring's mapping in bytes: up to the end of its array, or of its last word
    /// where it has none.
    public static long sqRingSize(MemorySegment params) {
        if ((params.get(JAVA_INT, ParamsLayout.FLAGS) & SetupFlag.NO_SQARRAY.bits()) == 0) {
            long array = params.get(JAVA_INT, ParamsLayout.SQ_OFF_ARRAY);
            return array + (long) params.get(JAVA_INT, ParamsLayout.SQ_ENTRIES) * Integer.BYTES;
        }
        int last = 0;
        for (long at = ParamsLayout.SQ_OFF_HEAD;
                at <= ParamsLayout.SQ_OFF_DROPPED;
                at += Integer.BYTES) {
            last = Math.max(last, params.get(JAVA_INT, at));
        }
        return last + (long) Integer.BYTES;
    }

    /// The size of the CQ ring's mapping in bytes: up to the end of its CQEs.
    public static long cqRingSize(MemorySegment params) {
        boolean wide = (params.get(JAVA_INT, ParamsLayout.FLAGS) & SetupFlag.CQE32.bits()) != 0;
        long entrySize = wide ? 2 * CqeLayout.SIZE : CqeLayout.SIZE;
        return params.get(JAVA_INT, ParamsLayout.CQ_OFF_CQES)
                + params.get(JAVA_INT, ParamsLayout.CQ_ENTRIES) * entrySize;
    }

    /// The size of the SQEs' mapping in bytes.
    public static long sqesSize(MemorySegment params) {
        boolean wide = (params.get(JAVA_INT, ParamsLayout.FLAGS) & SetupFlag.SQE128.bits()) != 0;
        long entrySize = wide ? 2 * SqeLayout.SIZE : SqeLayout.SIZE;
        return params.get(JAVA_INT, ParamsLayout.SQ_ENTRIES) * entrySize;
    }

    /// The memory in which the SQEs lie.
    public MemorySegment sqes() {
        return sqes;
    }

    /// The memory in which the CQEs lie.
    public MemorySegment cqes() {
        return cqRing;
    }

    /// How many SQEs fit, a power of two.
    public int sqEntries() {
        return sqEntries;
    }

    /// How many CQEs fit, a power of two.
    public int cqEntries() {
        return cqEntries;
    }

    /// Whether the SQ has an array of indices between it and the SQEs.
    public boolean hasArray() {
        return hasArray;
    }

    /// Where the SQE for a running index lies in [#sqes()], the array left aside.
    public long sqeOffset(int index) {
        return (long) (index & (sqEntries - 1)) << sqeShift;
    }

    /// Where the CQE for a running index lies in [#cqes()].
    public long cqeOffset(int index) {
        return cqesOffset + ((long) (index & (cqEntries - 1)) << cqeShift);
    }

    /// What the SQ array holds for a running index. Plain.
    public int sqArray(int index) {
        return sqRing.get(JAVA_INT, sqArraySlot(index));
    }

    /// Sets what the SQ array holds for a running index. Plain: published with the tail.
    public void sqArray(int index, int sqeIndex) {
        sqRing.set(JAVA_INT, sqArraySlot(index), sqeIndex);
    }

    /// The kernel's SQ head. Acquire: what it consumed may be overwritten.
    public int sqHead() {
        return (int) INT.getAcquire(sqRing, sqHeadOffset);
    }

    /// User space's SQ tail. Plain: its owner wrote it.
    public int sqTail() {
        return sqRing.get(JAVA_INT, sqTailOffset);
    }

    /// Publishes the SQ tail. Release: the SQEs before it are visible.
    public void publishSqTail(int tail) {
        INT.setRelease(sqRing, sqTailOffset, tail);
    }

    /// The SQ's flags word. Volatile: it is read after a tail was published.
    public int sqFlags() {
        return (int) INT.getVolatile(sqRing, sqFlagsOffset);
    }

    /// How many array entries pointed nowhere and were dropped. Opaque.
    public int sqDropped() {
        return (int) INT.getOpaque(sqRing, sqDroppedOffset);
    }

    /// User space's CQ head. Plain: its owner wrote it.
    public int cqHead() {
        return cqRing.get(JAVA_INT, cqHeadOffset);
    }

    /// Where the CQ head lies in the process's memory, while the ring is mapped.
    public long cqHeadAddress() {
        return cqRing.address() + cqHeadOffset;
    }

    /// Publishes the CQ head. Release: the CQEs before it were read and may be overwritten.
    public void publishCqHead(int head) {
        INT.setRelease(cqRing, cqHeadOffset, head);
    }

    /// The kernel's CQ tail. Acquire: the CQEs before it are visible.
    public int cqTail() {
        return (int) INT.getAcquire(cqRing, cqTailOffset);
    }

    /// How many CQEs the kernel really lost. Opaque.
    public int cqOverflow() {
        return (int) INT.getOpaque(cqRing, cqOverflowOffset);
    }

    /// Sets the CQ's flags word, such as `IORING_CQ_EVENTFD_DISABLED` (since 5.8). Opaque.
    public void cqFlags(int flags) {
        INT.setOpaque(cqRing, cqFlagsOffset, flags);
    }

    private long sqArraySlot(int index) {
        return sqArrayOffset + (long) (index & (sqEntries - 1)) * Integer.BYTES;
    }
}
