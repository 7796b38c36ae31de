package dev.ringmark.kernels.vm;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines of a bounded length; a longer one is cut there.
final class LineSplitter {
    private final int bytesMax;
    private final Consumer<byte[]> listener;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    LineSplitter(int bytesMax, Consumer<byte[]> listener) {
        this.bytesMax = bytesMax;
        this.listener = listener;
    }

    void feed(byte[] bytes) {
        for (byte b : bytes) {
            if (b == '\n') {
                flush();
            } else {
                line.write(b);
                if (line.size() == bytesMax) {
                    flush();
                }
            }
        }
    }

    void end() {
        if (line.size() > 0) {
            flush();
        }
    }

    private void flush() {
        byte[] whole = line.toByteArray();
        line.reset();
        listener.accept(whole);
    }
}
