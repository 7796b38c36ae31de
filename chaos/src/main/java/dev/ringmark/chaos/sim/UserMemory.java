package dev.ringmark.chaos.sim;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// The memory of the process as a kernel sees it: by address.
///
/// A real kernel answers -EFAULT to an address that is not mapped. Here such an access would end
/// the JVM, so what can't be an address is refused before it is used; a wrong address that looks
/// like a right one is the caller's end, as it is under a real kernel that writes it.
@SuppressWarnings("restricted")
final class UserMemory {

    private static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    private static final VarHandle INT = JAVA_INT.varHandle();

    /// Nothing is mapped below: sysctl vm.mmap_min_addr.
    private static final long LOWEST = 1L << 16;

    /// User space ends here on machines with four levels of page tables.
    private static final long END = 1L << 47;

    private UserMemory() {}

    /// Whether a range may be user memory.
    static boolean isPlausible(long address, long size) {
        return address >= LOWEST && size >= 0 && address < END - size;
    }

    static byte getByte(long address) {
        return ALL.get(JAVA_BYTE, address);
    }

    static short getShort(long address) {
        return ALL.get(JAVA_SHORT_UNALIGNED, address);
    }

    static int getInt(long address) {
        return ALL.get(JAVA_INT_UNALIGNED, address);
    }

    static long getLong(long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    static void setByte(long address, byte value) {
        ALL.set(JAVA_BYTE, address, value);
    }

    static void setShort(long address, short value) {
        ALL.set(JAVA_SHORT_UNALIGNED, address, value);
    }

    static void setInt(long address, int value) {
        ALL.set(JAVA_INT_UNALIGNED, address, value);
    }

    static void setLong(long address, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address, value);
    }

    /// Acquire: what was written before the value is visible.
    static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    /// Release: what was written before is visible to whoever sees the value.
    static void setIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    /// Copies from user memory.
    static void read(long address, byte[] into, int at, int size) {
        MemorySegment.copy(ALL, JAVA_BYTE, address, into, at, size);
    }

    /// Copies to user memory.
    static void write(long address, byte[] from, int at, int size) {
        MemorySegment.copy(from, at, ALL, JAVA_BYTE, address, size);
    }

    static void fill(long address, long size, byte value) {
        ALL.asSlice(address, size).fill(value);
    }

    /// Whether a range holds nothing but zeroes.
    static boolean isZero(long address, long size) {
        for (long at = 0; at < size; at++) {
            if (getByte(address + at) != 0) {
                return false;
            }
        }
        return true;
    }

    /// The text up to the terminating zero, at most 4096 bytes.
    static String text(long address) {
        StringBuilder text = new StringBuilder();
        for (long at = address; at < address + 4096 && getByte(at) != 0; at++) {
            text.append((char) (getByte(at) & 0xff));
        }
        return text.toString();
    }
}
