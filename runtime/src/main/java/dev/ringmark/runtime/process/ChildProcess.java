package dev.ringmark.runtime.process;

import dev.ringmark.runtime.io.Sink;
import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.ProcessCalls;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.WaitForProcess;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A child process: its pipes, its signals, its end.
///
/// It is named by a pidfd, so a signal never hits another process that got its number. Any thread.
/// Whoever started it closes it: that ends a child that still runs, and takes its status, so that
/// no zombie is left.
public final class ChildProcess implements AutoCloseable {

    private static final Duration END_TIME = Duration.ofSeconds(10);
    private static final int CLD_EXITED = 1;

    private final Command command;
    private final Loop loop;
    private final int pid;
    private final Fd<FileKind.Any> pidFd;
    private final List<@Nullable FdStream> pipes = new ArrayList<>();

    /// Guards what follows, for stores and plain calls only.
    private final Object lock = new Object();

    private @Nullable ExitStatus status;
    private boolean isReaped;
    private int users;
    private boolean isClosed;
    private boolean hasPidFd = true;

    ChildProcess(Command command, Loop loop, Start.Started started) {
        this.command = command;
        this.loop = loop;
        pid = started.pid();
        pidFd = Fd.of(started.pidFd());
        for (int fd : started.ours()) {
            pipes.add(fd < 0 ? null : FdStream.over(loop, Fd.of(fd)));
        }
    }

    /// Its process id, for people; it may be another process's once this one has ended.
    public int pid() {
        return pid;
    }

    /// What it reads; closed, it reads the end.
    ///
    /// @throws IllegalStateException unless its input is a [Stdio#PIPE]
    public Sink input() {
        return pipe("input", 0);
    }

    /// What it writes.
    ///
    /// @throws IllegalStateException unless its output is a [Stdio#PIPE]
    public Source output() {
        return pipe("output", 1);
    }

    /// What it writes as errors.
    ///
    /// @throws IllegalStateException unless its errors are a [Stdio#PIPE]
    public Source errors() {
        return pipe("errors", 2);
    }

    /// Waits for its end: WAITID on the ring since 6.7, before by waiting for its pidfd to be
    /// readable (pidfd_open(2), 5.3). Any number of threads may wait, and again.
    public ExitStatus waitFor() {
        ExitStatus known = enter();
        if (known != null) {
            return known;
        }
        try {
            return await();
        } finally {
            leave();
        }
    }

    /// How it ended, or null while it runs.
    public @Nullable ExitStatus poll() {
        ExitStatus known = enter();
        if (known != null) {
            return known;
        }
        try {
            return reap();
        } finally {
            leave();
        }
    }

    /// Sends it a signal.
    ///
    /// @return false when it has ended
    public boolean signal(Signal signal) {
        if (enter() != null) {
            return false;
        }
        try {
            int result = calls().signal(pidFd.number(), signal.number());
            if (result < 0 && result != Errno.ESRCH.negative()) {
                throw new RingException(
                        "pidfd_send_signal of " + this, result, "is it another user's by now?");
            }
            return result == 0;
        } finally {
            leave();
        }
    }

    /// Closes the pipes, kills it if it still runs, and takes its status. Waits for that for ten
    /// seconds at most; a child that the kernel holds for longer is left to a thread of its own.
    @Override
    public void close() {
        synchronized (lock) {
            if (isClosed) {
                return;
            }
        }
        for (FdStream pipe : pipes) {
            if (pipe != null) {
                pipe.close();
            }
        }
        try (Scope _ = Scope.shield();
                Scope _ = Scope.open(END_TIME)) {
            if (poll() == null && signal(Signal.KILL)) {
                waitFor();
            }
        } catch (TaskException _) {
            leaveToReaper();
        }
        synchronized (lock) {
            isClosed = true;
            closeIfUnused();
        }
    }

    @Override
    public String toString() {
        return "process " + pid + ' ' + command;
    }

    private ExitStatus await() {
        Completed<WaitForProcess.Exit> ended = loop.run(WaitForProcess.of(pidFd).peeking(), null);
        boolean hasAnswer = ended.endReason() == null;
        if (hasAnswer && ended.raw() == Errno.EINVAL.negative()) {
            loop.run(Poll.of(pidFd, PollEvent.IN), null).take(); // before 6.7
        } else if (!hasAnswer || ended.raw() != Errno.ECHILD.negative()) {
            ended.take();
        } // else another waiter was faster
        ExitStatus known = reap();
        if (known == null) {
            throw new RingException(
                    "waitid of " + this, Errno.ECHILD.negative(), "somebody else took its status");
        }
        return known;
    }

    /// Takes the status if it is there, once.
    private @Nullable ExitStatus reap() {
        synchronized (lock) {
            if (!isReaped) {
                int[] codeAndStatus = new int[2];
                int result = calls().reap(pidFd.number(), codeAndStatus);
                if (result == 1) {
                    status = new ExitStatus(codeAndStatus[0] == CLD_EXITED, codeAndStatus[1]);
                }
                isReaped = result != 0;
            }
            return status;
        }
    }

    /// Begins a call that names the pidfd, unless the status is known.
    private @Nullable ExitStatus enter() {
        synchronized (lock) {
            if (status != null) {
                return status;
            }
            if (isClosed) {
                throw new TaskException.Closed(this + " is closed");
            }
            users++;
            return null;
        }
    }

    private void leave() {
        synchronized (lock) {
            users--;
            closeIfUnused();
        }
    }

    private void closeIfUnused() {
        if (isClosed && users == 0 && hasPidFd) {
            hasPidFd = false;
            loop.kernel().close(pidFd.number());
        }
    }

    private void leaveToReaper() {
        synchronized (lock) {
            if (isReaped || !hasPidFd) {
                return;
            }
            isReaped = true;
            hasPidFd = false;
        }
        Kernel kernel = loop.kernel();
        kernel.background("ringmark-reaper-" + pid, () -> Reaper.reap(kernel, pidFd.number()));
    }

    private ProcessCalls calls() {
        return loop.kernel().calls().processes();
    }

    private FdStream pipe(String name, int at) {
        FdStream pipe = pipes.get(at);
        if (pipe == null) {
            throw new IllegalStateException(
                    name + " of " + this + " is no pipe: start it with " + name + "(Stdio.PIPE)");
        }
        return pipe;
    }
}
