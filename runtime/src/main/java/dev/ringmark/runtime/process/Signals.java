package dev.ringmark.runtime.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Signals to this process as something to read: signalfd(2), through the ring.
///
/// That is right only if no thread of the process takes them otherwise, so **every** thread has to
/// have them blocked: a signal to the process goes to any one thread that has not. A JVM's threads
/// inherit the mask that it was started with, and nobody can change another thread's; so the JVM is
/// to be started with the signals blocked:
///
/// ```
/// env --block-signal=USR1 java ...
/// ```
///
/// [#open] looks at each thread and refuses otherwise. HotSpot unblocks some signals in its threads
/// whatever it was started with: those it ends on ([Signal#HUP], [Signal#INT], [Signal#TERM]),
/// unless it is started with -Xrs, and [Signal#QUIT] and [Signal#USR2], which are its own. Children
/// of [Command] start with nothing blocked. Waiting is for one thread at a time, closing for all.
public final class Signals implements AutoCloseable {

    /* struct signalfd_siginfo of signalfd(2), of 128 bytes: 0 4 signo, 12 4 pid, 16 4 uid */
    private static final int SIZE = 128;
    private static final int PID = 12;
    private static final int USER = 16;

    private final FdStream stream;

    private Signals(FdStream stream) {
        this.stream = stream;
    }

    /// Takes signals from now on.
    ///
    /// @param signals at least one; neither KILL nor STOP, which nobody can block
    /// @throws IllegalStateException when a thread has not blocked one of them
    /// @throws RingException when the kernel refuses
    public static Signals open(Loop loop, Signal... signals) {
        Set<Signal> wanted = EnumSet.noneOf(Signal.class);
        wanted.addAll(Arrays.asList(signals));
        if (wanted.isEmpty() || wanted.contains(Signal.KILL) || wanted.contains(Signal.STOP)) {
            throw new IllegalArgumentException(
                    "signals: " + wanted + ", expected one or more, and neither KILL nor STOP");
        }
        long mask = wanted.stream().mapToLong(Signal::bit).reduce(0, (a, b) -> a | b);
        int fd = loop.kernel().calls().processes().signalFd(mask);
        if (fd < 0) {
            throw new RingException("signalfd of " + wanted, fd, "the kernel has none, or no fds");
        }
        boolean isTaken = false;
        try {
            String open = BlockingPool.shared().call(() -> threadThatMissed(mask));
            if (open != null) {
                throw new IllegalStateException(
                        "signals: "
                                + wanted
                                + " are not blocked in thread "
                                + open
                                + ", expected in all: start the JVM by env --block-signal=NAME");
            }
            Signals opened = new Signals(FdStream.over(loop, Fd.of(fd)));
            isTaken = true;
            return opened;
        } finally {
            if (!isTaken) {
                loop.kernel().close(fd);
            }
        }
    }

    /// Waits for the next one. Signals of one kind that come before the first is read are one.
    ///
    /// @throws TaskException when the wait was ended, or this closed
    public SignalEvent next() {
        OwnedBuffer buffer = OwnedBuffer.allocate(SIZE);
        try {
            int size = stream.read(buffer);
            if (size != SIZE) {
                throw new IllegalStateException("signalfd gave " + size + " bytes, not " + SIZE);
            }
            MemorySegment info = buffer.view();
            return new SignalEvent(
                    signal(info.get(JAVA_INT, 0)),
                    info.get(JAVA_INT, PID),
                    info.get(JAVA_INT, USER));
        } finally {
            if (!buffer.isLent()) {
                buffer.close();
            }
        }
    }

    /// Takes no more; a wait ends with [TaskException.Closed].
    @Override
    public void close() {
        stream.close();
    }

    private static Signal signal(int number) {
        for (Signal each : Signal.values()) {
            if (each.number() == number) {
                return each;
            }
        }
        throw new IllegalStateException("signalfd gave signal " + number + ", not asked for");
    }

    /// A thread that would take one of the signals, or null.
    private static @Nullable String threadThatMissed(long mask) throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            return threads.filter(thread -> (blocked(thread) & mask) != mask)
                    .map(thread -> thread.getFileName().toString())
                    .findFirst()
                    .orElse(null);
        }
    }

    private static long blocked(Path thread) {
        try {
            List<String> lines = Files.readAllLines(thread.resolve("status"));
            return lines.stream()
                    .filter(line -> line.startsWith("SigBlk:"))
                    .map(line -> Long.parseUnsignedLong(line.substring(8).strip(), 16))
                    .findFirst()
                    .orElse(0L);
        } catch (NoSuchFileException _) {
            return -1; // it has ended, and takes nothing
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
