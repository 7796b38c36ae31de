package dev.ringmark.runtime.buffer;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.BufferRing;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.FeatureSet;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Buffers in the order in which they are to be sent, from which the kernel takes as many at once
/// as it can where it knows bundles (since 6.10).
///
/// A buffer is lent from [#offer] until it has been sent, or the line is closed. More may be
/// offered while a send is under way. Bounded; confined to the driver's thread.
public final class SendBuffers implements AutoCloseable {

    /* The ring's entries lie in the order of the line: the n-th since the ring was registered has
     * the id n modulo the capacity. A buffer that was sent in part has left the kernel's ring, so
     * what is left of it could only be put behind the others: the ring is registered anew then,
     * which no send under way can see, for such an answer is its last. */

    private static final int CAPACITY_MAX = 1 << 15;

    private final Ring ring;
    private final FeatureSet features;
    private final int group;
    private final @Nullable OwnedBuffer[] buffers;
    private final long[] starts;
    private final int[] lengths;
    private @Nullable BufferRing entries;
    private @Nullable Object user;
    private int head;
    private int size;
    private long bytes;
    private boolean isDoubted;

    /// The ring's entry that the head of the line has, counted since the ring was registered.
    private int headEntry;

    /// An empty line.
    ///
    /// @param group the number that its ring gets with the kernel, 0 to 65535
    /// @param capacity how many buffers at most, a power of two up to 32768
    /// @throws RingException when the kernel refuses for a reason other than not knowing it
    public SendBuffers(Driver driver, int group, int capacity) {
        if (capacity < 1 || capacity > CAPACITY_MAX || Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException(
                    "capacity: " + capacity + ", expected a power of two up to " + CAPACITY_MAX);
        }
        this.ring = driver.ring();
        this.features = driver.features();
        this.group = group;
        buffers = new OwnedBuffer[capacity];
        starts = new long[capacity];
        lengths = new int[capacity];
        entries = features.isUsed(Feature.BUNDLES) ? register() : null;
    }

    /// Puts a part of a buffer at the end of the line; the whole buffer is lent.
    ///
    /// @param start where the part begins
    /// @param length how long it is, 1 or more
    /// @return whether there was room for it
    /// @throws IllegalStateException when the buffer is not the program's
    public boolean offer(OwnedBuffer buffer, long start, int length) {
        if (length < 1 || start < 0 || start > buffer.size() - length) {
            throw new IllegalArgumentException(
                    "start, length: %d, %d, expected at least 1 byte within %d"
                            .formatted(start, length, buffer.size()));
        }
        if (size == buffers.length) {
            return false;
        }
        buffer.lend(this);
        int at = (head + size) % buffers.length;
        buffers[at] = buffer;
        starts[at] = start;
        lengths[at] = length;
        publish(at, size);
        size++;
        bytes += length;
        return true;
    }

    /// Puts a whole buffer at the end of the line.
    ///
    /// @return whether there was room for it
    public boolean offer(OwnedBuffer buffer) {
        return offer(buffer, 0, Math.toIntExact(buffer.size()));
    }

    /// How many buffers have not been sent.
    public int size() {
        return size;
    }

    /// How many bytes have not been sent.
    public long bytes() {
        return bytes;
    }

    /// The number that operations name.
    public int group() {
        return group;
    }

    /// Whether the kernel takes the buffers by itself.
    public boolean isRing() {
        return entries != null;
    }

    /// Where a buffer's part is, for a send that names it itself.
    ///
    /// @param index from 0, the one to be sent next
    public long addressOf(int index) {
        int at = (head + Objects.checkIndex(index, size)) % buffers.length;
        return bufferAt(at).address() + starts[at];
    }

    /// How long a buffer's part is.
    ///
    /// @param index from 0, the one to be sent next
    public int lengthOf(int index) {
        return lengths[(head + Objects.checkIndex(index, size)) % buffers.length];
    }

    /// An operation begins to send.
    ///
    /// @throws IllegalStateException when another one does
    public void begin(Object operation) {
        if (user != null) {
            throw new IllegalStateException(this + ": " + user + " sends them");
        }
        user = operation;
    }

    /// That operation has ended.
    public void end() {
        user = null;
    }

    /// The kernel refuses bundles, and gets the buffers otherwise from now on: if that helps, it is
    /// noted that it has none. No send may be under way.
    public void doWithoutRing() {
        isDoubted |= entries != null;
        leaveRing();
    }

    /// What an answer says: so many bytes of the line are sent.
    ///
    /// @param flags the CQE's
    /// @return the buffers that are sent to their end, and the program's again
    public List<OwnedBuffer> sent(int count, int flags) {
        requireHead(flags);
        if (isDoubted) {
            isDoubted = false;
            features.lack(Feature.BUNDLES);
        }
        List<OwnedBuffer> back = new ArrayList<>();
        int left = count;
        while (left > 0 && size > 0 && left >= lengths[head]) {
            left -= lengths[head];
            back.add(bufferAt(head));
            pop();
        }
        if (left > 0) {
            if (size == 0 || (flags & CqeFlag.MORE.bits()) != 0) {
                throw new IllegalStateException(
                        this + ": " + left + " of " + count + " bytes sent are of no buffer");
            }
            starts[head] += left;
            lengths[head] -= left;
            bytes -= left;
            renewRing();
        }
        return back;
    }

    /// Unregisters the ring and gives back what was not sent.
    ///
    /// @throws IllegalStateException when a send is under way
    @Override
    public void close() {
        if (user != null) {
            throw new IllegalStateException("close: " + this + ": " + user + " sends them");
        }
        leaveRing();
        while (size > 0) {
            pop();
        }
    }

    private void leaveRing() {
        BufferRing old = entries;
        if (old != null) {
            entries = null;
            old.close();
        }
    }

    private void pop() {
        bufferAt(head).giveBack(this);
        buffers[head] = null;
        bytes -= lengths[head];
        head = (head + 1) % buffers.length;
        headEntry++;
        size--;
    }

    private void publish(int at, int index) {
        BufferRing to = entries;
        if (to != null) {
            long address = bufferAt(at).address() + starts[at];
            to.add(address, lengths[at], (headEntry + index) & (buffers.length - 1));
            to.publish();
        }
    }

    private void renewRing() {
        if (entries != null) {
            leaveRing();
            entries = register();
            for (int index = 0; index < size; index++) {
                publish((head + index) % buffers.length, index);
            }
        }
    }

    private @Nullable BufferRing register() {
        headEntry = 0;
        try {
            return BufferRing.register(ring, group, buffers.length);
        } catch (RingException e) {
            if (e.result() != Errno.EINVAL.negative()) {
                throw e;
            }
            features.lack(Feature.BUFFER_RINGS);
            return null;
        }
    }

    private void requireHead(int flags) {
        int id = flags >>> CqeFlag.BUFFER_SHIFT.bits();
        boolean isNamed = entries != null && (flags & CqeFlag.BUFFER.bits()) != 0;
        if (isNamed && id != (headEntry & (buffers.length - 1))) {
            throw new IllegalStateException(
                    this + ": buffer " + id + " was sent, which is not the next one");
        }
    }

    private OwnedBuffer bufferAt(int at) {
        return Objects.requireNonNull(buffers[at]);
    }

    @Override
    public String toString() {
        return size + " buffers to be sent (" + bytes + " bytes, group " + group + ")";
    }
}
