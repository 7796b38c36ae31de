package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.MemoryLedger;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.MappingLedger;
import dev.ringmark.runtime.probe.Opcodes;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/// A driver for tests of operations, which shows at its end that nothing was left: no operation, no
/// callback that threw, no native memory, no fd.
final class Loop implements AutoCloseable {

    private static final long PATIENCE_NS = 10_000_000_000L;
    private static final long PAUSE_NS = 10_000_000L;

    final Kernel kernel;
    final Driver driver;
    private final MemoryLedger.Holdings memoryBefore = MemoryLedger.now();
    private final MappingLedger.Holdings mappingsBefore = MappingLedger.now();
    private final int fdsBefore = openFds();
    private boolean isForgiving;

    Loop() {
        this(DriverOptions.permits(16));
    }

    Loop(DriverOptions options) {
        this(Kernel.host(), options);
    }

    Loop(Kernel kernel, DriverOptions options) {
        this.kernel = kernel;
        driver = Driver.open(kernel, options);
    }

    /// Submits and waits, for no longer than is decent.
    <R> Completed<R> run(Op<R> op) {
        return await(op.submit(driver));
    }

    <R> Completed<R> await(Submitted<R> submitted) {
        until(() -> submitted.poll() != null);
        return Objects.requireNonNull(submitted.poll());
    }

    ChainReport await(SubmittedSet submitted) {
        until(() -> submitted.poll() != null);
        return Objects.requireNonNull(submitted.poll());
    }

    /// A callback has thrown on purpose.
    void forgiveCallbacks() {
        isForgiving = true;
    }

    /// Steps the driver until something holds.
    void until(BooleanSupplier condition) {
        long deadline = driver.now() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertTrue(driver.now() < deadline, "not within 10 s");
            if (driver.step(64) == 0) {
                driver.await(driver.now() + PAUSE_NS);
            }
        }
    }

    Fd<FileKind.Any>[] pipe() {
        int[] ends = new int[2];
        assertEquals(0, kernel.calls().pipe(ends, 0));
        return fds(ends);
    }

    /// Two connected stream sockets.
    Fd<FileKind.Any>[] sockets() {
        int[] ends = new int[2];
        assertEquals(0, kernel.calls().socketPair(1, 1, 0, ends));
        return fds(ends);
    }

    /// Where an INET socket is bound.
    InetSocketAddress nameOf(Fd<?> socket) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(Addresses.SIZE_MAX);
            int size = kernel.calls().socketName(socket.number(), name);
            return (InetSocketAddress) Addresses.decode(name, size);
        }
    }

    /// Whether the kernel lists an opcode (PROBE).
    boolean isSupported(Opcode opcode) {
        return Opcodes.has(driver.ring(), opcode);
    }

    void close(Target<?>... files) {
        for (Target<?> file : files) {
            assertEquals(0, kernel.calls().close(file.number()));
        }
    }

    @Override
    public void close() {
        assertTrue(isForgiving || driver.firstCallbackFailure() == null);
        assertEquals(0, driver.close(driver.now() + PATIENCE_NS).quarantined());
        assertEquals(memoryBefore, MemoryLedger.now());
        assertEquals(mappingsBefore, MappingLedger.now());
        assertEquals(fdsBefore, openFds());
    }

    private static int openFds() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic type
    private static Fd<FileKind.Any>[] fds(int[] ends) {
        return new Fd[] {Fd.of(ends[0]), Fd.of(ends[1])};
    }
}
