package dev.ringmark.runtime.kernel;

import java.lang.foreign.MemorySegment;

/// The seam: io_uring at the level of its system calls.
///
/// Everything above asks its kernel through this interface and nothing else: the host
/// ([#host()]), a simulated kernel, or a decorator such as [Masked], [Faulty] and [Recording].
/// Calls return what the kernel returns, `-errno` included, and never throw for the kernel's
/// answer. Implementations are safe to call from any thread; what a particular ring allows is the
/// ring's affair.
public interface Kernel {

    /// The kernel this process runs on.
    ///
    /// Uses liburing's exported `io_uring_setup`, `io_uring_enter2` and `io_uring_register` when
    /// the library loads, `syscall(2)` otherwise. The results are the same; [#binding()] says
    /// which.
    static Kernel host() {
        return HostKernel.instance();
    }

    /// How calls reach the kernel, for people: `liburing 2.3`, `syscall(2)`, `simulated`.
    String binding();

    /// The release as the kernel gives it in uname(2): `6.1.0-40-amd64`.
    String release();

    /// io_uring_setup(2).
    ///
    /// @param entries the SQ size asked for
    /// @param params a `struct io_uring_params`, read and written by the kernel
    /// @return a ring fd, or `-errno`
    int setup(int entries, MemorySegment params);

    /// io_uring_enter2(2).
    ///
    /// @param fd the ring fd, or a registered index with `IORING_ENTER_REGISTERED_RING`
    /// @param toSubmit how many SQEs to consume at most
    /// @param minComplete how many CQEs to wait for, with `IORING_ENTER_GETEVENTS`
    /// @param flags bits of [dev.ringmark.runtime.uapi.EnterFlag]
    /// @param argument a sigset, a `struct io_uring_getevents_arg`, an offset into a registered
    ///     region, or NULL
    /// @param argumentSize its size in bytes
    /// @return how many SQEs were consumed, or `-errno`
    int enter(
            int fd,
            int toSubmit,
            int minComplete,
            int flags,
            MemorySegment argument,
            long argumentSize);

    /// io_uring_register(2).
    ///
    /// @return what the operation returns, or `-errno`
    int register(int fd, int operation, MemorySegment argument, int count);

    /// Maps a region of a ring fd: shared, readable, writable, populated.
    ///
    /// @param offset one of [dev.ringmark.runtime.uapi.MmapOffset]
    /// @param size in bytes
    /// @throws RingException when the kernel refuses
    Mapping map(int fd, long offset, long size);

    /// Maps anonymous, zeroed, page-aligned memory: for buffer rings and rings on memory of the
    /// caller's.
    ///
    /// @throws RingException when the kernel refuses
    Mapping allocatePages(long size);

    /// close(2) of a ring fd or of any other.
    int close(int fd);

    /// The calls around the ring: pipes, sockets, files.
    SystemCalls calls();

    /// The monotonic clock in nanoseconds, CLOCK_MONOTONIC as the kernel's timeouts read it.
    long nanoTime();

    /// The next number of this kernel's random stream.
    long random();

    /// Has a task run beside the program, on a daemon thread; a simulated kernel leaves it to its
    /// owner.
    default void background(String name, Runnable task) {
        Thread.ofPlatform().name(name).daemon(true).start(task);
    }
}
