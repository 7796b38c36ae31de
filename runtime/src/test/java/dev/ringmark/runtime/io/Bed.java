package dev.ringmark.runtime.io;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Recording;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Accept;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Connect;
import dev.ringmark.runtime.op.Done;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.LoopReport;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// A loop whose ring is recorded, and the look that nothing is left of a test.
public final class Bed {

    /// How long a test waits for what has to happen.
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int UNIX = 1;
    private static final int INET = 2;
    private static final int STREAM = 1;

    /// What a test does, on a task of the loop.
    public interface Body {
        /// Runs.
        void run(Bed bed) throws Exception;
    }

    private final ByteArrayOutputStream record = new ByteArrayOutputStream();
    private final Recording kernel =
            Recording.to(Kernel.host(), new PrintStream(record, true, US_ASCII), 20_000);
    private final Loop loop =
            Loop.start(kernel, LoopOptions.named("io-under-test").withHeldMax(Duration.ZERO));

    private Bed() {}

    /// Runs a test in a task; afterwards no fd, memory, task or operation is left.
    public static void with(Body body) {
        run(body, true);
    }

    /// Runs a test on the thread that calls; afterwards nothing is left.
    public static void outside(Body body) {
        run(body, false);
    }

    /// What the JDK and the library open once and for all is open afterwards.
    private static void warmUp() {
        Loop.start(Kernel.host(), LoopOptions.named("warm-up")).close();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket listener = new ServerSocket(0, 1, loopback);
                Socket _ = new Socket(loopback, listener.getLocalPort())) {
            listener.accept().close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void run(Body body, boolean isInTask) {
        warmUp();
        final MemoryLedger.Holdings memory = MemoryLedger.now();
        final int fds = fds();
        Bed bed = new Bed();
        LoopReport report;
        try {
            if (isInTask) {
                bed.loop.fork(() -> bed.call(body)).join(Duration.ofSeconds(50));
            } else {
                bed.call(body);
            }
        } finally {
            report = bed.loop.close(PATIENCE);
        }
        assertTrue(report.isClean(), report::toString);
        assertEquals(bed.loop.counts().accepted(), bed.loop.counts().ended()); // I-02
        assertEquals(0, bed.loop.counts().callbackFailures());
        assertEquals(memory, MemoryLedger.now());
        until(() -> fds() <= fds); // a collection may close what others have left before
    }

    private Object call(Body body) {
        try {
            body.run(this);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return "";
    }

    public Loop loop() {
        return loop;
    }

    /// Both ends of a connection.
    public FdStream[] pair() {
        int[] ends = new int[2];
        assertEquals(0, kernel.calls().socketPair(UNIX, STREAM, 0, ends));
        return new FdStream[] {stream(ends[0]), stream(ends[1])};
    }

    /// The reading and the writing end of a pipe.
    public FdStream[] pipe(int flags) {
        int[] ends = new int[2];
        assertEquals(0, kernel.calls().pipe(ends, flags));
        return new FdStream[] {stream(ends[0]), stream(ends[1])};
    }

    /// A socket that listens on a port of the loopback interface; the caller closes it.
    public int listener() {
        int fd = kernel.calls().socket(INET, STREAM, 0);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 8);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) INET);
            address.set(ValueLayout.JAVA_INT, 4, Integer.reverseBytes(0x7f00_0001));
            assertEquals(0, kernel.calls().bind(fd, address));
        }
        assertEquals(0, kernel.calls().listen(fd, 128));
        return fd;
    }

    /// The next connection to a listener.
    public FdStream accept(int listener) {
        return FdStream.over(loop, loop.run(Accept.on(Fd.of(listener)), PATIENCE).take());
    }

    /// A connection to a port of the loopback interface.
    public FdStream connect(int port) {
        int fd = kernel.calls().socket(INET, STREAM, 0);
        Fd<FileKind.Any> socket = Fd.of(fd);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        Completed<Done> connected = loop.run(Connect.of(socket, address), PATIENCE);
        if (!connected.isSuccess()) {
            kernel.close(fd);
        }
        connected.take();
        return stream(fd);
    }

    /// The port of a socket.
    public int port(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(16, 8);
            kernel.calls().socketName(fd, address);
            short port = Short.reverseBytes(address.get(ValueLayout.JAVA_SHORT, 2));
            return Short.toUnsignedInt(port);
        }
    }

    FdStream stream(int fd) {
        return FdStream.over(loop, Fd.of(fd));
    }

    /// Whether an operation went to the ring. // UM-41
    public boolean hasSeen(String opcode) {
        return record.toString(US_ASCII).contains("\"opcode\":\"" + opcode + "\"");
    }

    /// Whether a CQE had such a result.
    public boolean hasAnswered(String errno) {
        return record.toString(US_ASCII).contains("\"errno\":\"" + errno + "\"");
    }

    /// Waits until something is so, which it must be in time.
    public static void until(BooleanSupplier isSo) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isSo.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, "not in time");
            Thread.onSpinWait();
        }
    }

    /// How many fds the process has.
    public static int fds() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
