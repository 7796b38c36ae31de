package dev.ringmark.runtime.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reads what is left of a file into an array, by one native buffer.
///
/// The file's size is a hint only: files of /proc have none, and others grow meanwhile.
final class ReadToEnd {

    private static final int PIECE_MAX = 1 << 20;
    private static final int PIECE_MIN = 4096;

    private final File file;
    private final int sizeMax;
    private final long start;
    private byte[] bytes;
    private int size;

    ReadToEnd(File file, long start, int sizeMax) {
        if (sizeMax < 0) {
            throw new IllegalArgumentException("sizeMax: " + sizeMax + ", expected 0 or more");
        }
        this.file = file;
        this.start = start;
        this.sizeMax = sizeMax;
        long known = Math.max(0, file.size() - start);
        bytes = new byte[(int) Math.min(known, sizeMax)];
    }

    byte[] read() {
        // One byte more than is known, so that the end shows at once.
        long piece = Math.clamp(bytes.length + 1L, PIECE_MIN, PIECE_MAX);
        OwnedBuffer buffer = OwnedBuffer.allocate(piece);
        try {
            int count = file.readAt(start, buffer);
            while (count > 0) {
                take(buffer, count);
                count = file.readAt(start + size, buffer);
            }
        } finally {
            if (!buffer.isLent()) { // else the kernel has not let go of it in time
                buffer.close();
            }
        }
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }

    private void take(OwnedBuffer buffer, int count) {
        if (count > sizeMax - size) {
            throw new IllegalStateException(
                    "readToEndAt: " + file + " has more than the " + sizeMax + " bytes of sizeMax");
        }
        if (count > bytes.length - size) {
            long room = Math.min(sizeMax, Math.max(size + count, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, (int) room);
        }
        MemorySegment.copy(buffer.view(), JAVA_BYTE, 0, bytes, size, count);
        size += count;
    }
}
