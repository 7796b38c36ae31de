package dev.ringmark.runtime.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// How a C function becomes a method handle, and where its errno is found afterwards.
@SuppressWarnings("restricted")
final class Downcalls {

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE_LAYOUT = Linker.Option.captureStateLayout();
    private static final long ERRNO_OFFSET =
            CAPTURE_LAYOUT.byteOffset(MemoryLayout.PathElement.groupElement("errno"));

    /// One capture area per thread: errno belongs to the thread that called.
    private static final ThreadLocal<MemorySegment> CAPTURE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CAPTURE_LAYOUT));

    private Downcalls() {}

    /// A libc function that reports through errno; call it with [#capture()] first.
    static MethodHandle libc(String name, FunctionDescriptor descriptor) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        return LINKER.downcallHandle(symbol, descriptor, Linker.Option.captureCallState("errno"));
    }

    /// A variadic libc function whose arguments from `fixedCount` on are the variable ones.
    static MethodHandle libcVariadic(String name, FunctionDescriptor descriptor, int fixedCount) {
        MemorySegment symbol = LINKER.defaultLookup().findOrThrow(name);
        return LINKER.downcallHandle(
                symbol,
                descriptor,
                Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(fixedCount));
    }

    /// A function of a loaded library that returns `-errno` by itself.
    static Optional<MethodHandle> find(
            SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return library.find(name).map(symbol -> LINKER.downcallHandle(symbol, descriptor));
    }

    /// A library by its file name, loaded for the life of the process.
    static Optional<SymbolLookup> load(String fileName) {
        try {
            return Optional.of(SymbolLookup.libraryLookup(fileName, Arena.global()));
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not installed: the caller has another way
        }
    }

    /// The calling thread's capture area.
    static MemorySegment capture() {
        return CAPTURE.get();
    }

    /// `-errno` when a libc call returned -1, its result otherwise.
    static int resultOrErrno(long result, MemorySegment capture) {
        return result == -1
                ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET)
                : Math.toIntExact(result);
    }

    /// `-errno` when a libc call returned -1 (MAP_FAILED included), an address otherwise.
    static long addressOrErrno(MemorySegment result, MemorySegment capture) {
        return result.address() == -1
                ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET)
                : result.address();
    }

    /// What a method handle of ours threw, which no correct signature can.
    static IllegalStateException impossible(String call, Throwable thrown) {
        return new IllegalStateException(call + ": the downcall itself failed", thrown);
    }
}
