package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.layout.ResourceUpdateLayout;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// A ring's table of registered buffers, whose pages stay pinned: READ_FIXED and its relatives name
/// one by its slot.
///
/// The memory stays the caller's and must outlive the operations that use it. Close the table
/// before the ring; a request in flight keeps its pages (since 5.13; before, closing waits).
public final class FixedBuffers implements AutoCloseable {

    private final Ring ring;
    private final int count;

    private FixedBuffers(Ring ring, int count) {
        this.ring = ring;
        this.count = count;
    }

    /// Registers buffers in the slots from 0 on; `MemorySegment.NULL` leaves a slot free (since
    /// 5.13).
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static FixedBuffers register(Ring ring, MemorySegment... buffers) {
        try (Arena arena = Arena.ofConfined()) {
            String what = buffers.length + " buffers";
            Registration.call(
                    ring, RegisterOp.BUFFERS, vectors(arena, buffers), buffers.length, what);
        }
        return new FixedBuffers(ring, buffers.length);
    }

    /// Registers a table of empty slots (since 5.19).
    ///
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel refuses
    public static FixedBuffers sparse(Ring ring, int count) {
        Registration.sparse(ring, RegisterOp.BUFFERS2, count);
        return new FixedBuffers(ring, count);
    }

    /// How many slots there are.
    public int count() {
        return count;
    }

    /// Puts other buffers into slots (since 5.13); `MemorySegment.NULL` empties one.
    ///
    /// @param slot the first of them
    /// @return how many slots were done; fewer than asked when a later buffer is bad
    /// @throws dev.ringmark.runtime.kernel.RingException when not even the first could be done
    public int update(int slot, MemorySegment... buffers) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment update = arena.allocate(ResourceUpdateLayout.LAYOUT);
            update.set(JAVA_INT, ResourceUpdateLayout.OFFSET, slot);
            MemorySegment vectors = vectors(arena, buffers);
            update.set(JAVA_LONG, ResourceUpdateLayout.DATA, vectors.address());
            update.set(JAVA_INT, ResourceUpdateLayout.NR, buffers.length);
            String what = buffers.length + " buffers from slot " + slot;
            int size = (int) ResourceUpdateLayout.SIZE;
            return Registration.call(ring, RegisterOp.BUFFERS_UPDATE, update, size, what);
        }
    }

    /// Gives the table back.
    @Override
    public void close() {
        Registration.call(
                ring, RegisterOp.UNREGISTER_BUFFERS, MemorySegment.NULL, 0, count + " slots");
    }

    private static MemorySegment vectors(Arena arena, MemorySegment... buffers) {
        MemorySegment vectors = arena.allocate(IovecLayout.LAYOUT, buffers.length);
        for (int at = 0; at < buffers.length; at++) {
            if (!buffers[at].isNative()) {
                throw new IllegalArgumentException(
                        "buffer " + at + ": memory on the Java heap, expected native memory");
            }
            long entry = at * IovecLayout.SIZE;
            vectors.set(JAVA_LONG, entry + IovecLayout.IOV_BASE, buffers[at].address());
            vectors.set(JAVA_LONG, entry + IovecLayout.IOV_LEN, buffers[at].byteSize());
        }
        return vectors;
    }
}
