package dev.ringmark.runtime.ffi;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// io_uring through libc's `syscall(2)`, for machines without liburing.
///
/// The numbers are the same on every architecture since 5.1 (asm-generic/unistd.h).
final class SyscallCalls implements RingCalls {

    private static final long SETUP_NUMBER = 425;
    private static final long ENTER_NUMBER = 426;
    private static final long REGISTER_NUMBER = 427;

    private static final MethodHandle SETUP =
            Downcalls.libcVariadic(
                    "syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_INT, ADDRESS), 1);
    private static final MethodHandle ENTER =
            Downcalls.libcVariadic(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
                            JAVA_LONG),
                    1);
    private static final MethodHandle REGISTER =
            Downcalls.libcVariadic(
                    "syscall",
                    FunctionDescriptor.of(
                            JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT),
                    1);

    @Override
    public String describe() {
        return "syscall(2)";
    }

    @Override
    public int setup(int entries, MemorySegment params) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result = (long) SETUP.invokeExact(capture, SETUP_NUMBER, entries, params);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("syscall(io_uring_setup)", thrown);
        }
    }

    @Override
    public int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            ENTER.invokeExact(
                                    capture,
                                    ENTER_NUMBER,
                                    fd,
                                    toSubmit,
                                    minComplete,
                                    flags,
                                    argument,
                                    argumentSize);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("syscall(io_uring_enter)", thrown);
        }
    }

    @Override
    public int register(int fd, int operation, MemorySegment argument, int count) {
        MemorySegment capture = Downcalls.capture();
        try {
            long result =
                    (long)
                            REGISTER.invokeExact(
                                    capture, REGISTER_NUMBER, fd, operation, argument, count);
            return Downcalls.resultOrErrno(result, capture);
        } catch (Throwable thrown) {
            throw Downcalls.impossible("syscall(io_uring_register)", thrown);
        }
    }
}
