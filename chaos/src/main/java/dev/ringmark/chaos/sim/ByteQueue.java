package dev.ringmark.chaos.sim;

/// Bytes in the order they came, no more than a capacity.
final class ByteQueue {

    private static final int SIZE_FIRST = 256;

    private final int capacity;
    private byte[] bytes = new byte[SIZE_FIRST];
    private int head;
    private int size;

    ByteQueue(int capacity) {
        this.capacity = capacity;
    }

    int size() {
        return size;
    }

    int room() {
        return capacity - size;
    }

    /// Takes as much in as there is room for.
    int put(long address, int length) {
        int taken = Math.min(length, room());
        ensure(size + taken);
        for (int at = 0; at < taken; ) {
            int slot = (head + size) % bytes.length;
            int run = Math.min(taken - at, bytes.length - slot);
            UserMemory.read(address + at, bytes, slot, run);
            size += run;
            at += run;
        }
        return taken;
    }

    /// Gives as much out as there is.
    int take(long address, int length) {
        int given = peek(address, length);
        head = (head + given) % bytes.length;
        size -= given;
        return given;
    }

    /// As [#take], and keeps it.
    int peek(long address, int length) {
        int given = Math.min(length, size);
        for (int at = 0; at < given; ) {
            int slot = (head + at) % bytes.length;
            int run = Math.min(given - at, bytes.length - slot);
            UserMemory.write(address + at, bytes, slot, run);
            at += run;
        }
        return given;
    }

    private void ensure(int needed) {
        if (needed <= bytes.length) {
            return;
        }
        byte[] larger = new byte[Math.max(needed, Math.min(capacity, 4 * bytes.length))];
        int run = Math.min(size, bytes.length - head);
        System.arraycopy(bytes, head, larger, 0, run);
        System.arraycopy(bytes, 0, larger, run, size - run);
        bytes = larger;
        head = 0;
    }
}
