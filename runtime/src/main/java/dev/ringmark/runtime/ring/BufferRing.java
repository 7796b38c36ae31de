package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.layout.BufferLayout;
import dev.ringmark.runtime.layout.BufferRegistrationLayout;
import dev.ringmark.runtime.layout.BufferStatusLayout;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.util.List;

/// A group of buffers that the kernel takes from by itself, handed over through a ring of their own
/// (since 5.19): operations with BUFFER_SELECT name the group, their CQE the buffer.
///
/// The ring's memory is this class's; the buffers are the caller's and must stay valid while they
/// lie in the ring or an operation writes them. Never more than [#entries()] buffers may lie in it:
/// what was handed over comes back in CQEs. Confined to one thread at a time; nothing here
/// allocates after [#register]. Close it before the [Ring].
public final class BufferRing implements AutoCloseable {

    /* The kernel owns the head and keeps it to itself (PBUF_STATUS tells it). Our tail lies in the
     * last two bytes of entry 0, a field that the entry itself does not need: add() writes address,
     * length and id of an entry and never those bytes. Indices run freely in 16 bits. */

    private static final int ENTRIES_MAX = 1 << 15;
    private static final int GROUP_MAX = 0xffff;

    /// The mmap offset keeps its upper bits for the region, which leaves the group 11 (observed:
    /// mmap(2) of group 2048 fails with -ENOMEM on 6.18).
    private static final long GROUP_MAX_MAPPED =
            (~MmapOffset.MMAP_MASK.value() & 0xffff_ffffL) >>> MmapOffset.PBUF_SHIFT.value();

    private static final int ID_MAX = 0xffff;
    private static final long LENGTH_MAX = 0xffff_ffffL;
    private static final VarHandle SHORT = JAVA_SHORT.varHandle();

    private final Ring ring;
    private final int group;
    private final int entries;
    private final Mapping mapping;
    private final MemorySegment memory;
    private int tail;
    private int tailPublished;

    private BufferRing(Ring ring, int group, int entries, Mapping mapping) {
        this.ring = ring;
        this.group = group;
        this.entries = entries;
        this.mapping = mapping;
        memory = mapping.memory();
    }

    /// Registers an empty buffer ring.
    ///
    /// @param group its number, 0 to 65535; with MMAP 0 to 2047
    /// @param entries how many buffers fit, a power of two up to 32768
    /// @param flags MMAP: the kernel brings the memory (since 6.4); INC: a buffer is used piece by
    ///     piece until it is full (since 6.12)
    /// @throws RingException when the kernel refuses
    public static BufferRing register(Ring ring, int group, int entries, BufferRingFlag... flags) {
        int bits = UapiConstant.bitsOf(List.of(flags));
        boolean mapped = (bits & BufferRingFlag.MMAP.bits()) != 0;
        requireRange("group", group, mapped ? GROUP_MAX_MAPPED : GROUP_MAX);
        if (entries < 1 || entries > ENTRIES_MAX || Integer.bitCount(entries) != 1) {
            throw new IllegalArgumentException(
                    "entries: " + entries + ", expected a power of two up to " + ENTRIES_MAX);
        }
        long size = entries * BufferLayout.SIZE;
        Mapping mapping =
                mapped
                        ? registerThenMap(ring, group, entries, bits, size)
                        : allocateThenRegister(ring, group, entries, bits, size);
        return new BufferRing(ring, group, entries, mapping);
    }

    private static Mapping registerThenMap(
            Ring ring, int group, int entries, int flags, long size) {
        call(ring, RegisterOp.PBUF_RING, group, entries, flags, 0);
        long offset = MmapOffset.PBUF_RING.value() | (long) group << MmapOffset.PBUF_SHIFT.value();
        try {
            return ring.kernel().map(ring.fd(), offset, size);
        } catch (RingException e) {
            call(ring, RegisterOp.UNREGISTER_PBUF_RING, group, 0, 0, 0);
            throw e;
        }
    }

    private static Mapping allocateThenRegister(
            Ring ring, int group, int entries, int flags, long size) {
        Mapping mapping = ring.kernel().allocatePages(size);
        try {
            int result = mapping.doNotFork();
            if (result < 0) {
                throw new RingException(
                        "madvise(MADV_DONTFORK)", result, "a fork would unshare the buffer ring");
            }
            long address = mapping.memory().address();
            call(ring, RegisterOp.PBUF_RING, group, entries, flags, address);
            return mapping;
        } catch (RingException e) {
            mapping.close();
            throw e;
        }
    }

    /// The group's number.
    public int group() {
        return group;
    }

    /// How many buffers fit.
    public int entries() {
        return entries;
    }

    /// Puts a buffer into the ring; the kernel sees it after [#publish()].
    ///
    /// @param buffer native memory
    /// @param id what the CQE calls it, 0 to 65535
    public BufferRing add(MemorySegment buffer, int id) {
        if (!buffer.isNative()) {
            throw new IllegalArgumentException(
                    "buffer: memory on the Java heap, expected native memory");
        }
        return add(buffer.address(), buffer.byteSize(), id);
    }

    /// As [#add(MemorySegment, int)], by address.
    public BufferRing add(long address, long length, int id) {
        requireRange("id", id, ID_MAX);
        requireRange("length", length, LENGTH_MAX);
        if (unpublished() == entries) {
            throw new IllegalStateException("add: " + entries + " buffers wait to be published");
        }
        long entry = (tail & (entries - 1)) * BufferLayout.SIZE;
        memory.set(JAVA_LONG, entry + BufferLayout.ADDR, address);
        memory.set(JAVA_INT, entry + BufferLayout.LEN, (int) length);
        memory.set(JAVA_SHORT, entry + BufferLayout.BID, (short) id);
        tail++;
        return this;
    }

    /// How many buffers were added and not yet published.
    public int unpublished() {
        return tail - tailPublished;
    }

    /// Hands what was added to the kernel. Release: the entries before the tail are visible.
    public void publish() {
        SHORT.setRelease(memory, BufferLayout.RESV, (short) tail);
        tailPublished = tail;
    }

    /// How many published buffers the kernel has not finished with, as it says itself (since 6.8).
    ///
    /// A control call, not for the data path.
    ///
    /// @throws RingException when the kernel refuses
    public int available() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment status = arena.allocate(BufferStatusLayout.LAYOUT);
            status.set(JAVA_INT, BufferStatusLayout.BUF_GROUP, group);
            Registration.call(ring, RegisterOp.PBUF_STATUS, status, 1, "group " + group);
            int head = status.get(JAVA_INT, BufferStatusLayout.HEAD);
            return (tailPublished - head) & 0xffff;
        }
    }

    /// Unregisters the ring and then frees its memory. Operations that wait for a buffer of the
    /// group end with -ENOBUFS.
    ///
    /// @throws RingException when the kernel refuses; the memory then stays, for the kernel may
    ///     still read it
    @Override
    public void close() {
        call(ring, RegisterOp.UNREGISTER_PBUF_RING, group, 0, 0, 0);
        mapping.close();
    }

    private static void call(
            Ring ring, RegisterOp operation, int group, int entries, int flags, long address) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(BufferRegistrationLayout.LAYOUT);
            argument.set(JAVA_LONG, BufferRegistrationLayout.RING_ADDR, address);
            argument.set(JAVA_INT, BufferRegistrationLayout.RING_ENTRIES, entries);
            argument.set(JAVA_SHORT, BufferRegistrationLayout.BGID, (short) group);
            argument.set(JAVA_SHORT, BufferRegistrationLayout.FLAGS, (short) flags);
            Registration.call(ring, operation, argument, 1, "group " + group);
        }
    }

    private static void requireRange(String name, long value, long max) {
        if (value < 0 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + ", expected 0 to " + max);
        }
    }
}
