package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Buffers of one size that the kernel chooses from, the classic way: by operations that provide
/// them (PROVIDE_BUFFERS), as kernels before buffer rings (5.19) have it and later ones still do.
///
/// Each piece of data is given back by its close. Pieces are provided again together, one operation
/// for each run of neighbours, once half of the group waits for that or [#provide()] is called.
/// Where the kernel has buffer rings, `BufferGroups` are cheaper. Confined to the driver's thread.
///
/// Since 5.7; io_uring_prep_provide_buffers(3).
public final class ClassicGroup implements AutoCloseable {

    private static final int COUNT_MAX = 1 << 15;

    /// Data that the kernel has put into a buffer of its choice, until it is closed.
    public final class Piece implements AutoCloseable {
        private final int id;
        private final int length;
        private boolean isClosed;

        private Piece(int id, int length) {
            this.id = id;
            this.length = length;
        }

        /// The data.
        ///
        /// @throws IllegalStateException when the buffer was given back
        public MemorySegment view() {
            requireOpen("view");
            return memory.view(Math.max(0, (long) id * size), length);
        }

        /// How many bytes there are.
        public int length() {
            return length;
        }

        /// Gives the buffer back.
        ///
        /// @throws IllegalStateException when that was done before
        @Override
        public void close() {
            requireOpen("close");
            isClosed = true;
            if (id < 0) {
                return;
            }
            back.set(id);
            if (back.cardinality() * 2 >= count) {
                provide();
            }
        }

        private void requireOpen(String what) {
            if (isClosed) {
                throw new IllegalStateException(
                        what + ": buffer " + id + " of group " + group + " was given back");
            }
        }
    }

    /// A run of neighbours on its way to the kernel.
    private final class Provision implements RunListener<Done> {
        final int first;
        final int length;

        Provision(int first, int length) {
            this.first = first;
            this.length = length;
        }

        @Override
        public void completed(Run<Done> run, int result, int flags) {
            under--;
            run.close();
            if (result < 0) {
                back.set(first, first + length); // for the next time
            } else {
                free += length;
            }
        }

        @Override
        public void abandoned(Run<Done> run, EndReason reason) {
            under--;
            run.retire();
            back.set(first, first + length);
        }
    }

    private final Driver driver;
    private final int group;
    private final int count;
    private final int size;
    private final OwnedBuffer memory;

    /// What is the program's and may be provided again.
    private final BitSet back = new BitSet();

    private int free;
    private int under;

    /// A group, all of whose buffers are the kernel's. Steps the driver until they are.
    ///
    /// @param group its number, 0 to 65535
    /// @param count how many buffers, 1 to 32768
    /// @param size of each, in bytes, 1 or more
    /// @throws RingException when the kernel refuses
    public ClassicGroup(Driver driver, int group, int count, int size) {
        this.driver = driver;
        this.group = Require.range("group", group, 0, 0xffff);
        this.count = Require.range("count", count, 1, COUNT_MAX);
        this.size = Require.range("size", size, 1, Integer.MAX_VALUE / count);
        memory = OwnedBuffer.allocate((long) count * size, 4096);
        try {
            ProvideBuffers.of(group, memory, 0, count, size).submit(driver).await().take();
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
        free = count;
    }

    /// The number that operations name.
    public int group() {
        return group;
    }

    /// How large each buffer is.
    public int bufferSize() {
        return size;
    }

    /// How many buffers the kernel may choose from, those that waiting receives keep included.
    public int free() {
        return free;
    }

    /// Provides what was given back, one operation for each run of neighbours, as far as the driver
    /// has permits; the rest the next time.
    ///
    /// @return how many operations were begun
    public int provide() {
        int begun = 0;
        for (int first = back.nextSetBit(0); first >= 0; first = back.nextSetBit(first)) {
            int end = back.nextClearBit(first);
            Run<Done> run = new Run<>(driver, new Provision(first, end - first));
            Op<Done> op = ProvideBuffers.of(group, memory, first, end - first, size);
            if (!run.start(op).isTaken()) {
                run.close();
                return begun;
            }
            back.clear(first, end);
            under++;
            begun++;
        }
        return begun;
    }

    /// The data of one completion.
    Piece take(int result, int flags) {
        if (result == 0 && (flags & CqeFlag.BUFFER.bits()) == 0) {
            return new Piece(-1, 0); // the end of a stream, for which the kernel took none
        }
        int id = flags >>> CqeFlag.BUFFER_SHIFT.bits();
        if ((flags & CqeFlag.BUFFER.bits()) == 0 || id >= count || back.get(id) || result > size) {
            throw new IllegalStateException(
                    "buffer " + id + " of group " + group + " is not the kernel's to fill");
        }
        free--;
        return new Piece(id, result);
    }

    /// Takes all buffers from the kernel and frees them. No operation that names the group may be
    /// under way. Steps the driver until the kernel has let go of them.
    ///
    /// @throws IllegalStateException when a piece is still in use
    @Override
    public void close() {
        while (under > 0) {
            if (driver.step(64) == 0 && under > 0) {
                driver.await(Driver.NEVER);
            }
        }
        int out = count - free - back.cardinality();
        if (out > 0) {
            throw new IllegalStateException(
                    "close: " + out + " buffers of group " + group + " are in use");
        }
        if (free > 0) {
            Completed<Integer> removed = RemoveBuffers.of(group, free).submit(driver).await();
            if (removed.raw() < 0 && removed.raw() != Errno.ENOENT.negative()) {
                throw new RingException(
                        "REMOVE_BUFFERS", removed.raw(), "the group's memory stays the kernel's");
            }
        }
        memory.close();
    }

    /// What it would provide, for people.
    List<Integer> waiting() {
        List<Integer> ids = new ArrayList<>();
        back.stream().forEach(ids::add);
        return ids;
    }

    @Override
    public String toString() {
        return "group " + group + ", " + free + " of " + count + " buffers free";
    }
}
