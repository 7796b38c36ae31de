package dev.ringmark.runtime.process;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.ProcessCalls;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayList;
import java.util.List;

/// The start of a child: its pipes, itself, and the pidfd that names it for good.
final class Start {

    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NONE = -1;

    private final Command command;
    private final Kernel kernel;
    private final ProcessCalls calls;
    private final List<Integer> theirs = new ArrayList<>();
    private final List<Integer> ours = new ArrayList<>();

    private Start(Command command, Kernel kernel) {
        this.command = command;
        this.kernel = kernel;
        calls = kernel.calls().processes();
    }

    /// What is there once the child runs.
    ///
    /// @param ours this process's ends of the pipes to its three files, or -1
    record Started(int pid, int pidFd, List<Integer> ours) {}

    static ChildProcess of(Command command, Loop loop) {
        Start start = new Start(command, loop.kernel());
        Started started;
        try {
            started = BlockingPool.shared().call(start::run, null, start::undo);
        } catch (TaskException.Failed e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        try {
            return new ChildProcess(command, loop, started);
        } catch (TaskException.Closed e) {
            start.undo(started);
            throw e;
        }
    }

    private Started run() {
        try {
            file(command.input(), 0);
            file(command.output(), 1);
            if (command.joinsErrors()) {
                theirs.add(theirs.get(1));
                ours.add(NONE);
            } else {
                file(command.errors(), 2);
            }
            int pid = orThrow(calls.spawn(command.spawn(theirs)), "posix_spawnp of " + command);
            int pidFd = calls.open(pid);
            if (pidFd < 0) { // before 5.3, or out of fds: the child cannot be watched
                throw failed(pidFd, "pidfd_open of " + pid);
            }
            return new Started(pid, pidFd, List.copyOf(ours));
        } catch (RuntimeException e) {
            closeAll(ours);
            throw e;
        } finally {
            closeTheirs();
        }
    }

    /// Nobody waits for the child any more.
    private void undo(Started started) {
        calls.signal(started.pidFd, Signal.KILL.number());
        closeAll(started.ours);
        kernel.background(
                "ringmark-reaper-" + started.pid, () -> Reaper.reap(kernel, started.pidFd));
    }

    private void file(Stdio stdio, int target) {
        switch (stdio) {
            case NULL -> {
                theirs.add(NONE);
                ours.add(NONE);
            }
            case INHERIT -> {
                theirs.add(target);
                ours.add(NONE);
            }
            case PIPE -> {
                int[] ends = new int[2];
                orThrow(kernel.calls().pipe(ends, CLOSE_ON_EXEC), "pipe2");
                theirs.add(ends[target == 0 ? 0 : 1]);
                ours.add(ends[target == 0 ? 1 : 0]);
            }
        }
    }

    private void closeTheirs() {
        for (int target = 0; target < theirs.size(); target++) {
            boolean isShared = target == 2 && command.joinsErrors();
            if (theirs.get(target) > 2 && !isShared) {
                kernel.close(theirs.get(target));
            }
        }
    }

    private void closeAll(List<Integer> fds) {
        for (int fd : fds) {
            if (fd >= 0) {
                kernel.close(fd);
            }
        }
    }

    private static int orThrow(int result, String call) {
        if (result < 0) {
            throw failed(result, call);
        }
        return result;
    }

    private static RingException failed(int result, String call) {
        String hint =
                result == Errno.ENOENT.negative()
                        ? "no such program, or no such working directory"
                        : result == Errno.EOPNOTSUPP.negative()
                                ? "glibc 2.34 or newer is needed, to close our fds in the child"
                                : "look at the program's permissions and at the limits";
        return new RingException(call, result, hint);
    }
}
