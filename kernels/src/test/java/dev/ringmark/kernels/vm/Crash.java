package dev.ringmark.kernels.vm;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A JVM that dies by a bad pointer.
final class Crash {
    private Crash() {}

    @SuppressWarnings("restricted") // the point of it
    public static void main(String[] args) {
        MemorySegment.NULL.reinterpret(Long.BYTES).set(ValueLayout.JAVA_LONG, 0, 1);
    }
}
