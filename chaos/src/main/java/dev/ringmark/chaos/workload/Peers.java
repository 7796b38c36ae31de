package dev.ringmark.chaos.workload;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.chaos.sim.SimulatedKernel;
import java.lang.foreign.MemorySegment;
import java.util.HashSet;
import java.util.Set;

/// The files that operations name, and whoever is at their other end.
final class Peers {

    private static final int SET_FLAGS = 4;
    private static final int NONBLOCK = 0x800;
    private static final int POLLOUT = 4;
    private static final long MAGIC = 0x7e57L << 48;

    private final SimulatedKernel kernel;
    private final Watch watch;
    /// What is written and sent comes from here, and nothing is ever read into it: a call has
    /// others run before it looks at its memory, and they may read from the stream.
    private final MemorySegment outgoing;

    private final MemorySegment incoming;
    private final int[] pipe = new int[2];
    private final int[] sockets = new int[2];
    private final Set<Long> tokens = new HashSet<>();
    private final int stuck;
    private long token;
    private boolean isClosed;

    /// @param outgoing memory for what goes into the files
    /// @param incoming memory for what comes out of them
    Peers(SimulatedKernel kernel, Watch watch, MemorySegment outgoing, MemorySegment incoming) {
        this.kernel = kernel;
        this.watch = watch;
        this.outgoing = outgoing;
        this.incoming = incoming;
        kernel.calls().pipe(pipe, 0);
        kernel.calls().socketPair(1, 1, 0, sockets);
        kernel.calls().fcntl(sockets[1], SET_FLAGS, NONBLOCK);
        stuck = kernel.openStuckDevice();
    }

    int readEnd() {
        return pipe[0];
    }

    int writeEnd() {
        return pipe[1];
    }

    /// One end of a stream.
    int socket() {
        return sockets[0];
    }

    int stuckDevice() {
        return stuck;
    }

    /// Eight bytes that are written once and may be read once.
    long newToken() {
        long next = MAGIC | ++token;
        tokens.add(next);
        return next;
    }

    /// Eight bytes were read from the pipe.
    void read(long value) {
        if (!tokens.remove(value)) {
            watch.broken(
                    Invariant.I_05,
                    "bytes were read that nobody wrote, or that were read before: 0x"
                            + Long.toHexString(value));
        }
    }

    /// Somebody writes to the pipe.
    void write() {
        if (!isClosed && kernel.calls().poll(pipe[1], POLLOUT, 0) > 0) {
            // A place of its own: while the call begins, others may come here.
            long next = newToken();
            long at = (next & 7) * Long.BYTES;
            outgoing.set(JAVA_LONG, at, next);
            kernel.calls().write(pipe[1], outgoing.asSlice(at, Long.BYTES));
        }
    }

    /// Somebody sends to the stream.
    void send() {
        if (!isClosed) {
            kernel.calls().write(sockets[1], outgoing.asSlice(0, Long.BYTES));
        }
    }

    /// Somebody reads from the stream what has been sent.
    void receive() {
        if (!isClosed) {
            kernel.calls().read(sockets[1], incoming);
        }
    }

    void close() {
        isClosed = true;
        for (int fd : new int[] {pipe[0], pipe[1], sockets[0], sockets[1], stuck}) {
            kernel.close(fd);
        }
    }
}
