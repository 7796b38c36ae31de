package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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

    /* Each shape of call costs the linker a stub and some ten classes that it spins at run time:
     * 90 ms under emulation, in every JVM. So libc's functions share a few. That is sound because
     * Linux passes the first six integers and pointers in registers, each in a whole one, on every
     * 64-bit architecture: a function sees the half that its int has, and does not look at
     * registers that it has no parameter for. Pointers stay segments, so that no arena closes
     * under a call. */

    private static final FunctionDescriptor NUMBERS =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor POINTER_FIRST =
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, JAVA_LONG);
    private static final FunctionDescriptor POINTER_SECOND =
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_LONG);
    private static final FunctionDescriptor POINTERS =
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
    private static final FunctionDescriptor SIX_NUMBERS =
            FunctionDescriptor.of(
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    private Downcalls() {}

    /// A libc function of up to three numbers.
    static MethodHandle numbers(String name) {
        return libc(name, NUMBERS);
    }

    /// A libc function of a pointer and up to two numbers.
    static MethodHandle pointerFirst(String name) {
        return libc(name, POINTER_FIRST);
    }

    /// A libc function of a number, a pointer and at most one number.
    static MethodHandle pointerSecond(String name) {
        return libc(name, POINTER_SECOND);
    }

    /// A libc function of up to four pointers, and of numbers as [#pointer(int)].
    static MethodHandle pointers(String name) {
        return libc(name, POINTERS);
    }

    /// A libc function of six numbers.
    static MethodHandle sixNumbers(String name) {
        return libc(name, SIX_NUMBERS);
    }

    /// Whether libc has a function.
    static boolean isInLibc(String name) {
        return LINKER.defaultLookup().find(name).isPresent();
    }

    /// A number where the shape of a call has a pointer.
    static MemorySegment pointer(int number) {
        return MemorySegment.ofAddress(number);
    }

    /// It reports through errno; call it with [#capture()] first.
    private static MethodHandle libc(String name, FunctionDescriptor descriptor) {
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

    /// `-errno` of the calling thread's last call.
    static int errno() {
        return -capture().get(ValueLayout.JAVA_INT, ERRNO_OFFSET);
    }

    /// `-errno` when a libc call returned -1, its result otherwise.
    static int resultOrErrno(long result, MemorySegment capture) {
        return result == -1
                ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET)
                : Math.toIntExact(result);
    }

    /// The same for a function that returns an int: the upper half of `result` is anything.
    static int intOrErrno(long result, MemorySegment capture) {
        int value = (int) result;
        return value == -1 ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : value;
    }

    /// `-errno` when a libc call returned -1 (MAP_FAILED included), an address otherwise.
    static long addressOrErrno(long result, MemorySegment capture) {
        return result == -1 ? -capture.get(ValueLayout.JAVA_INT, ERRNO_OFFSET) : result;
    }

    /// What a method handle of ours threw, which no correct signature can.
    static IllegalStateException impossible(String call, Throwable thrown) {
        return new IllegalStateException(call + ": the downcall itself failed", thrown);
    }
}
