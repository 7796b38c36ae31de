package dev.ringmark.runtime.bench.shape;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Memory for the frames of one stream that are under way at the same time, and their numbers: a
/// frame begins and ends with its own, which is one more than that of the frame before.
///
/// One thread sends while another one receives.
final class Window {

    final int frames;
    final int size;
    final ByteBuffer out;
    final ByteBuffer in;
    private long sent;
    private long received;

    private Window(int frames, ByteBuffer out, ByteBuffer in) {
        this.frames = frames;
        size = out.capacity() / frames;
        this.out = out.order(ByteOrder.nativeOrder());
        this.in = in.order(ByteOrder.nativeOrder());
    }

    /// In native memory.
    ///
    /// @param frames how many at most
    /// @param size of one, in bytes, 16 or more
    static Window direct(int frames, int size) {
        return new Window(
                frames,
                ByteBuffer.allocateDirect(frames * size),
                ByteBuffer.allocateDirect(frames * size));
    }

    /// One frame in two arrays of its size.
    static Window of(byte[] out, byte[] in) {
        return new Window(1, ByteBuffer.wrap(out), ByteBuffer.wrap(in));
    }

    /// A frame alone, of those that go out.
    ByteBuffer frame(int at) {
        return out.slice(at * size, size);
    }

    /// Numbers the frames that go out next.
    void stamp(int count) {
        for (int at = 0; at < count; at++) {
            long number = next();
            out.putLong(at * size, number);
            out.putLong((at + 1) * size - Long.BYTES, number);
        }
    }

    /// Takes a frame that has come back.
    ///
    /// @param at its place among those that were sent together
    void take(int at) throws WrongResultException {
        long number = expected();
        WrongResultException.unless("head of a frame", number, in.getLong(at * size));
        int tail = (at + 1) * size - Long.BYTES;
        WrongResultException.unless("tail of a frame", number, in.getLong(tail));
    }

    /// The number of the next frame that goes out.
    long next() {
        return ++sent;
    }

    /// The number of the next frame that comes back.
    long expected() {
        return ++received;
    }
}
