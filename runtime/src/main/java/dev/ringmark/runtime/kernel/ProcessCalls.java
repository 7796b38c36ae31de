package dev.ringmark.runtime.kernel;

import dev.ringmark.runtime.uapi.Errno;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The plain system calls on child processes and signals, for which the ring has no opcode.
///
/// Each returns what the kernel returns, `-errno` included. A kernel that has no processes answers
/// -ENOSYS.
public interface ProcessCalls {

    /// What a kernel has that knows no processes.
    ProcessCalls NONE = new ProcessCalls() {};

    /// What a child is started with.
    ///
    /// @param arguments the program, looked for on PATH, and its arguments
    /// @param environment each as `NAME=value`
    /// @param folder its working directory; null for this process's
    /// @param fds what becomes its fds 0, 1 and 2; -1 for /dev/null. It has no others.
    record Spawn(
            List<String> arguments,
            List<String> environment,
            @Nullable String folder,
            List<Integer> fds) {}

    /// posix_spawnp(3): blocks until the program has been loaded.
    ///
    /// @return its process id
    default int spawn(Spawn spawn) {
        return Errno.ENOSYS.negative();
    }

    /// pidfd_open(2).
    default int open(int pid) {
        return Errno.ENOSYS.negative();
    }

    /// pidfd_send_signal(2).
    default int signal(int pidFd, int number) {
        return Errno.ENOSYS.negative();
    }

    /// waitid(2) of a pidfd, without waiting; takes the status.
    ///
    /// @param codeAndStatus receives si_code and si_status
    /// @return 1 when the child has ended, 0 when it hasn't
    default int reap(int pidFd, int[] codeAndStatus) {
        return Errno.ENOSYS.negative();
    }

    /// signalfd(2), CLOEXEC and NONBLOCK.
    ///
    /// @param mask bit n - 1 for signal n
    default int signalFd(long mask) {
        return Errno.ENOSYS.negative();
    }
}
