package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

/// The plain system calls that live around a ring: what a check or a program does to the other end
/// of a pipe.
///
/// Each returns what the kernel returns, `-errno` included, and may block as the call does. A
/// simulated kernel implements them over its own objects, so nothing here hands out anything but fd
/// numbers.
public interface SystemCalls {

    /// read(2) into the whole of `into`.
    int read(int fd, MemorySegment into);

    /// write(2) of the whole of `from`.
    int write(int fd, MemorySegment from);

    /// close(2).
    int close(int fd);

    /// dup(2).
    int duplicate(int fd);

    /// open(2) with the flags and mode of fcntl.h.
    int open(String path, int flags, int mode);

    /// memfd_create(2): a file without a name.
    int memoryFile(String name, int flags);

    /// ftruncate(2).
    int truncate(int fd, long size);

    /// pipe2(2).
    ///
    /// @param ends receives the reading end at 0 and the writing end at 1
    int pipe(int[] ends, int flags);

    /// socketpair(2).
    ///
    /// @param ends receives both sockets
    int socketPair(int domain, int type, int protocol, int[] ends);

    /// socket(2).
    int socket(int domain, int type, int protocol);

    /// bind(2) to an encoded `struct sockaddr`.
    int bind(int fd, MemorySegment address);

    /// listen(2).
    int listen(int fd, int backlog);

    /// getsockname(2): fills `address`, returns its length.
    int socketName(int fd, MemorySegment address);

    /// getpeername(2): fills `address`, returns its length.
    int peerName(int fd, MemorySegment address);

    /// setsockopt(2).
    int setSocketOption(int fd, int level, int name, MemorySegment value);

    /// getsockopt(2): fills `value`, returns its length.
    int socketOption(int fd, int level, int name, MemorySegment value);

    /// connect(2) to an encoded `struct sockaddr`.
    int connect(int fd, MemorySegment address);

    /// shutdown(2).
    int shutdown(int fd, int how);

    /// eventfd(2).
    int eventFd(int initial, int flags);

    /// fcntl(2) with an integer argument.
    int fcntl(int fd, int command, int argument);

    /// poll(2) of one fd.
    ///
    /// @param events bits of poll.h
    /// @return the events that are ready, 0 when the time passed, or `-errno`
    int poll(int fd, int events, int timeoutMs);

    /// clock_gettime(2) in nanoseconds.
    long clock(int clockId);

    /// unshare(2) of the calling thread.
    int unshare(int flags);

    /// capset(2) of the calling thread: three sets of capability bits (capabilities(7)).
    int setCapabilities(long effective, long permitted, long inheritable);

    /// prlimit(2) of this process: gives one of its limits another soft value.
    ///
    /// @param resource `RLIMIT_` of sys/resource.h
    /// @param soft no more than the hard value, which stays
    /// @param before receives the soft value that was
    int limit(int resource, long soft, long[] before);

    /// The calling thread's id, gettid(2).
    int threadId();

    /// sched_setaffinity(2) of the calling thread: it runs on this CPU alone.
    ///
    /// @param cpu 0 to 1023
    default int bindThread(int cpu) {
        return Errno.ENOSYS.negative();
    }

    /// tgkill(2) within this process: what interrupts a thread in a system call.
    ///
    /// @param signal one that the process has a harmless handler for; another one ends it
    int signalThread(int threadId, int signal);

    /// The calls on files and paths.
    default FileCalls files() {
        return FileCalls.NONE;
    }

    /// The calls on child processes and signals.
    default ProcessCalls processes() {
        return ProcessCalls.NONE;
    }
}
