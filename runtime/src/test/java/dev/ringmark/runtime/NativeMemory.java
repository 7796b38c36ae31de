package dev.ringmark.runtime;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.invoke.MethodHandle;

/// What the process has of malloc(3), arenas and the JVM's own included: mallinfo2(3), glibc 2.33.
///
/// Not the sizes that the kernel tells (VmData): they have the heap, which the collector gives back
/// when it likes, and stacks.
public final class NativeMemory {

    private static final int FIELDS = 10;
    private static final int MAPPED_BYTES = 4;
    private static final int USED_BYTES = 7;

    private NativeMemory() {}

    /// In KiB; what a compilation takes comes and goes.
    @SuppressWarnings("restricted")
    public static long kilobytes() {
        MemoryLayout layout =
                MemoryLayout.structLayout(MemoryLayout.sequenceLayout(FIELDS, JAVA_LONG));
        Linker linker = Linker.nativeLinker();
        MethodHandle call =
                linker.downcallHandle(
                        linker.defaultLookup().findOrThrow("mallinfo2"),
                        FunctionDescriptor.of(layout));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment told = (MemorySegment) call.invokeExact((SegmentAllocator) arena);
            long bytes =
                    told.getAtIndex(JAVA_LONG, MAPPED_BYTES)
                            + told.getAtIndex(JAVA_LONG, USED_BYTES);
            return bytes >> 10;
        } catch (Throwable e) {
            throw new AssertionError("mallinfo2", e);
        }
    }
}
