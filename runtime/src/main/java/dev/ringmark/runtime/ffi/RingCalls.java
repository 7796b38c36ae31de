package dev.ringmark.runtime.ffi;

import java.lang.foreign.MemorySegment;

/// The three calls of io_uring over one binding; each returns the kernel's answer, `-errno`
/// included.
public sealed interface RingCalls permits LiburingCalls, SyscallCalls {

    /// The binding's name and version, for people.
    String describe();

    int setup(int entries, MemorySegment params);

    int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize);

    int register(int fd, int operation, MemorySegment argument, int count);

    /// The binding to use here: liburing where it loads, the system calls otherwise.
    ///
    /// The system property `ringmark.binding` (`liburing`, `syscall`) forces one.
    static RingCalls choose() {
        String forced = System.getProperty("ringmark.binding", "");
        return switch (forced) {
            case "" -> LiburingCalls.load().map(RingCalls.class::cast).orElseGet(SyscallCalls::new);
            case "syscall" -> new SyscallCalls();
            case "liburing" ->
                    LiburingCalls.load()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "ringmark.binding: liburing asked for, but"
                                                            + " liburing.so.2 with its system-call"
                                                            + " functions (2.3 or newer) does not"
                                                            + " load"));
            default ->
                    throw new IllegalArgumentException(
                            "ringmark.binding: " + forced + ", expected liburing or syscall");
        };
    }
}
