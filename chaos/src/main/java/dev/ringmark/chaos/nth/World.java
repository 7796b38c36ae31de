package dev.ringmark.chaos.nth;

import dev.ringmark.chaos.play.Tcp;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Shape;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotOp;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A simulated kernel with a driver on it, and files of each kind.
final class World implements AutoCloseable {

    /// How an operation ends for which the kernel would not make a group of buffers.
    static final String NOT_PREPARED = EndReason.UNPREPARED.name();

    private static final long MILLI = 1_000_000L;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int STREAM = 1;
    private static final int SIZE = 64;

    final FailNth nth;
    final SimulatedKernel kernel;
    final Driver driver;
    final Shape shape;
    final Fd<FileKind.Any> reader;
    final Fd<FileKind.Any> writer;
    final Fd<FileKind.Any> left;
    final Fd<FileKind.Any> right;
    final Fd<FileKind.Any> file;
    final OwnedBuffer buffer = OwnedBuffer.allocate(SIZE);
    private final Arena arena = Arena.ofConfined();
    private final int listener;
    private final InetSocketAddress address;

    World(Shape shape, long seed, PagePool pool, FailNth nth) {
        this.shape = shape;
        this.nth = nth;
        SimulatedKernel.Options options =
                SimulatedKernel.Options.of(shape.profile(), seed).with(nth);
        kernel = new SimulatedKernel(options, pool);
        int[] ends = new int[2];
        require(kernel.calls().pipe(ends, 0));
        reader = Fd.of(ends[0]);
        writer = Fd.of(ends[1]);
        require(kernel.calls().socketPair(AF_UNIX, STREAM, 0, ends));
        left = Fd.of(ends[0]);
        right = Fd.of(ends[1]);
        file = Fd.of(require(kernel.calls().memoryFile("file", 0)));
        listener = Tcp.listener(kernel);
        address = Tcp.name(kernel, listener);
        driver = Driver.open(kernel, shape.options());
        driver.step(1);
    }

    /// Does something in which the kernel may fail; what it throws because of that is its answer.
    String fallible(Supplier<String> what) {
        nth.arm(true);
        try {
            return what.get();
        } catch (RingException e) {
            return Errno.describe(e.result());
        } finally {
            nth.arm(false);
        }
    }

    /// Submits an operation and waits for its end.
    String call(Op<?> op) {
        return call(op, _ -> {});
    }

    /// Submits an operation and waits for its end.
    ///
    /// @param dispose is given what it made
    <R> String call(Op<R> op, Consumer<R> dispose) {
        return fallible(
                () -> {
                    Completed<R> completed = op.submit(driver).await();
                    if (completed.isSuccess()) {
                        dispose.accept(completed.take());
                    }
                    return describe(completed);
                });
    }

    /// Submits a multishot, and cancels it behind its first answer.
    ///
    /// @param cause makes it answer
    /// @param dispose is given each answer
    <R> String first(MultishotOp<R> op, Runnable cause, Consumer<R> dispose) {
        Heard<R> heard = new Heard<>(dispose);
        return fallible(
                () -> {
                    MultishotRun<R> run = op.start(driver, 2, heard);
                    cause.run();
                    while (heard.count == 0 && heard.end == null) {
                        turn();
                    }
                    run.cancel();
                    while (heard.end == null) {
                        turn();
                    }
                    Completed<R> end = heard.end;
                    return heard.count > 0 ? "ok" : describe(end);
                });
    }

    private static final class Heard<R> implements MultishotListener<R> {
        private final Consumer<R> dispose;
        private int count;
        private @Nullable Completed<R> end;

        Heard(Consumer<R> dispose) {
            this.dispose = dispose;
        }

        @Override
        public void next(MultishotRun<R> run, R answer) {
            count++;
            dispose.accept(answer);
        }

        @Override
        public void ended(MultishotRun<R> run, Completed<R> completed) {
            end = completed;
        }
    }

    /// One turn of the driver.
    void turn() {
        if (driver.step(64) == 0) {
            driver.await(Driver.NEVER);
        }
    }

    /// What came of an operation.
    static String describe(Completed<?> completed) {
        EndReason reason = completed.endReason();
        if (reason != null) {
            return reason.name();
        }
        return completed.raw() >= 0 ? "ok" : Errno.describe(completed.raw());
    }

    /// Puts bytes into a pipe or socket.
    void fill(Fd<?> to, int count) {
        require(kernel.calls().write(to.number(), arena.allocate(count)));
    }

    /// Takes out of a pipe or socket whatever is in it.
    void empty(Fd<?> from) {
        while (kernel.calls().poll(from.number(), 1, 0) > 0) {
            require(kernel.calls().read(from.number(), arena.allocate(SIZE)));
        }
    }

    Fd<FileKind.Any> listener() {
        return Fd.of(listener);
    }

    InetSocketAddress address() {
        return address;
    }

    /// A socket that belongs to nobody yet.
    Fd<FileKind.Any> socket() {
        return Fd.of(require(kernel.calls().socket(AF_INET, STREAM, 0)));
    }

    /// A connection that the listener has not accepted.
    Fd<FileKind.Any> client() {
        return Fd.of(Tcp.connect(kernel, listener));
    }

    /// Takes connections from the listener until none is left.
    void drainListener() {
        while (kernel.calls().poll(listener, 1, 0) > 0) {
            require(kernel.close(Tcp.accept(kernel, listener)));
        }
    }

    void close(Fd<?>... fds) {
        for (Fd<?> fd : fds) {
            require(kernel.close(fd.number()));
        }
    }

    /// What is left is closed; the driver's end has to take everything with it.
    ///
    /// @return what is wrong, or empty
    /// @param mayThrow whether an SQE could not be filled
    String end(boolean mayThrow) {
        int given = driver.close(driver.now() + 1000 * MILLI).quarantined();
        if (given > 0 && nth.hasDropped()) {
            return ""; // whose completion was dropped is the quarantine's for good
        }
        if (given > 0) {
            return "I-16: " + given + " operations were given up";
        }
        if (driver.counts().accepted() != driver.counts().ended()) {
            return "I-02: " + driver.counts();
        }
        RuntimeException thrown = driver.firstCallbackFailure();
        if (thrown != null && !mayThrow) {
            return "I-24: a callback threw " + thrown;
        }
        buffer.close(); // throws while it is lent
        close(reader, writer, left, right, file, Fd.of(listener));
        kernel.run(Duration.ofSeconds(10));
        if (kernel.openFds() > 0) {
            return "I-12: " + kernel.openFds() + " fds are still open";
        }
        if (kernel.outside().mappings() > 0) {
            return "I-12: " + kernel.outside().mappings() + " mappings are still there";
        }
        return kernel.outside().badFds() > 0 ? "I-12: an fd was used that is not open" : "";
    }

    @Override
    public void close() {
        arena.close();
        kernel.close();
    }

    static int require(int result) {
        if (result < 0) {
            throw new IllegalStateException("a call beside the ring: " + Errno.describe(result));
        }
        return result;
    }
}
