package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;

/// Waits for the end of a child process, and takes its status: WAITID.
///
/// The status can be taken once, so not beside a [Process] of the JDK that waits for the same
/// child.
///
/// Since 6.7; io_uring_enter(2), waitid(2).
public final class WaitForProcess extends Op<WaitForProcess.Exit> {

    private static final int EXITED = 4;
    private static final int NO_WAIT = 0x0100_0000;
    private static final int INFO_SIZE = 128;
    private static final int CODE = 8;
    private static final int PID = 16;
    private static final int STATUS = 24;
    private static final int CLD_EXITED = 1;

    /// How a process ended.
    ///
    /// @param pid which one
    /// @param isExit whether by itself; else by a signal
    /// @param status its exit status, or the signal's number
    public record Exit(int pid, boolean isExit, int status) {}

    private enum Which {
        ANY(0),
        PID(1),
        PID_FD(3);

        final int number;

        Which(int number) {
            this.number = number;
        }
    }

    private final Which which;
    private final int id;
    private final int options;

    private WaitForProcess(Which which, int id, int options) {
        this.which = which;
        this.id = id;
        this.options = options;
    }

    /// The child with a process id.
    ///
    /// @param pid 1 or more
    public static WaitForProcess pid(int pid) {
        int checked = Require.range("pid", pid, 1, Integer.MAX_VALUE);
        return new WaitForProcess(Which.PID, checked, EXITED);
    }

    /// The child that a pidfd names.
    public static WaitForProcess of(Fd<?> pidFd) {
        return new WaitForProcess(Which.PID_FD, pidFd.number(), EXITED);
    }

    /// Whichever child ends first; -ECHILD when there is none.
    public static WaitForProcess any() {
        return new WaitForProcess(Which.ANY, 0, EXITED);
    }

    /// The same, leaving the status for somebody else to take (WNOWAIT).
    public WaitForProcess peeking() {
        return new WaitForProcess(which, id, options | NO_WAIT);
    }

    @Override
    public Opcode opcode() {
        return Opcode.WAITID;
    }

    @Override
    protected void prepare(Sqe sqe, Scratch scratch) {
        long info = scratch.take(INFO_SIZE).address();
        sqe.prepare(Opcode.WAITID, id, 0, which.number, info).fileIndex(options);
    }

    @Override
    protected long scratchSize() {
        return INFO_SIZE;
    }

    @Override
    protected Exit decode(int result, int cqeFlags, Scratch scratch) {
        MemorySegment info = scratch.at(0, INFO_SIZE); // siginfo_t: sigaction(2)
        return new Exit(
                info.get(JAVA_INT, PID),
                info.get(JAVA_INT, CODE) == CLD_EXITED,
                info.get(JAVA_INT, STATUS));
    }

    @Override
    public String toString() {
        return "WAITID of " + which + (which == Which.ANY ? "" : " " + id);
    }
}
