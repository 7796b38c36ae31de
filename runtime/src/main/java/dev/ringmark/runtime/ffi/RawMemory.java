package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Memory by its address, for the few accesses of the data path.
///
/// Nothing checks that the address is mapped: a wrong one ends the JVM. Who keeps an address here
/// exchanges it for [#PARKED] before the memory goes.
@SuppressWarnings("restricted")
public final class RawMemory {

    /* A segment that is a constant costs the compiler no load and no check of whose memory it is,
     * how large, and whether still open: with one segment per ring these checks take a third of
     * what a NOP costs above the kernel (NopBenchmark). Unaligned layouts, because the alignment
     * was checked when the ring was mapped; the machine's access is the same. */

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /// No address of a process is larger. With the mask the compiler knows so too, and leaves the
    /// bounds check out.
    private static final long ADDRESSES = (1L << 56) - 1;

    private static final VarHandle INT = JAVA_INT.varHandle();

    /* Handles instead of the segment's own methods: a level less of calls, and the compiler stops
     * inlining at fifteen, which a write to an SQE from within an operation comes close to. */
    private static final VarHandle LONG_AT =
            JAVA_LONG_UNALIGNED.varHandle().withInvokeExactBehavior();
    private static final VarHandle INT_AT =
            JAVA_INT_UNALIGNED.varHandle().withInvokeExactBehavior();
    private static final boolean IS_LITTLE_ENDIAN =
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    private static final long PARKED_SIZE = 128;

    /// The address of bytes that nobody reads and that stay for ever: as many as a large SQE has.
    public static final long PARKED = Arena.global().allocate(PARKED_SIZE, PARKED_SIZE).address();

    private RawMemory() {}

    public static byte getByte(long base, long offset) {
        return ALL.get(JAVA_BYTE, (base & ADDRESSES) + offset);
    }

    public static int getInt(long base, long offset) {
        return (int) INT_AT.get(ALL, (base & ADDRESSES) + offset);
    }

    public static long getLong(long base, long offset) {
        return (long) LONG_AT.get(ALL, (base & ADDRESSES) + offset);
    }

    public static void setByte(long base, long offset, byte value) {
        ALL.set(JAVA_BYTE, (base & ADDRESSES) + offset, value);
    }

    public static void setShort(long base, long offset, short value) {
        ALL.set(JAVA_SHORT_UNALIGNED, (base & ADDRESSES) + offset, value);
    }

    public static void setInt(long base, long offset, int value) {
        INT_AT.set(ALL, (base & ADDRESSES) + offset, value);
    }

    /// Sets two ints that lie side by side.
    public static void setInts(long base, long offset, int first, int second) {
        int low = IS_LITTLE_ENDIAN ? first : second;
        int high = IS_LITTLE_ENDIAN ? second : first;
        long both = (low & 0xffff_ffffL) | (long) high << Integer.SIZE;
        LONG_AT.set(ALL, (base & ADDRESSES) + offset, both);
    }

    public static void setLong(long base, long offset, long value) {
        LONG_AT.set(ALL, (base & ADDRESSES) + offset, value);
    }

    /// Release: what was read and written before is done when another sees the value.
    public static void setIntRelease(long address, int value) {
        INT.setRelease(ALL, address & ADDRESSES, value);
    }
}
