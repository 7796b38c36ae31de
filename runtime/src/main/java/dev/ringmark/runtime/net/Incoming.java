package dev.ringmark.runtime.net;

import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.Filled;
import dev.ringmark.runtime.op.AcceptEach;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotOp;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.ReadEach;
import dev.ringmark.runtime.op.ReceiveBundles;
import dev.ringmark.runtime.op.ReceiveEach;
import dev.ringmark.runtime.op.RefusedException;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/// What one request of the kernel's brings again and again, one by one, for a task that loops over
/// it: connections, or pieces of data.
///
/// Closing it, which a `break` out of a `try` does, ends the request, and gives back what nobody
/// has taken. How much comes ahead of who takes it is bounded. One thread takes at a time.
///
/// @param <T> what comes
public final class Incoming<T> implements AutoCloseable, Iterable<T> {

    /* The listener is called on the loop's thread, the rest is for any: what came is in the queue
     * before the signal is completed, and whoever finds the queue empty puts up a new signal and
     * looks once more before it waits. Credit is granted in halves, so that a taker elsewhere does
     * not hand every single grant over. One answer may bring several pieces (a bundle), and counts
     * as taken with its last one.
     *
     * A receive that has found no buffer (-ENOBUFS) has not lost anything: it starts again as soon
     * as there is one: by the time its end is told a piece may have been given back already. */

    private record Arrival<T>(T what, boolean isLastOfAnswer) {}

    /// Starts the request, with room for some answers.
    private interface Starter {
        MultishotRun<?> start(int credit);
    }

    /// Makes a request that takes its buffers from groups.
    private interface Request {
        Starter of(Incoming<Received> incoming, Driver driver, BufferGroups groups);
    }

    private final Loop loop;
    private final Object origin;
    private final BooleanSupplier isOpen;
    private final int credit;
    private final Queue<Arrival<T>> arrived = new ConcurrentLinkedQueue<>();
    private final Consumer<? super T> discard;
    private final @Nullable ReceiveBuffers buffers;
    private volatile CompletableFuture<Boolean> signal = new CompletableFuture<>();
    private volatile @Nullable Completed<?> end;
    private volatile boolean isRefused;
    private volatile boolean isClosed;

    /// The taker's thread only.
    private int taken;

    // The loop's thread only.
    private @Nullable MultishotRun<?> run;
    private @Nullable Starter starter;
    private int answersAhead;

    private Incoming(
            Loop loop,
            Object origin,
            BooleanSupplier isOpen,
            int credit,
            @Nullable ReceiveBuffers buffers,
            Consumer<? super T> discard) {
        this.loop = loop;
        this.origin = origin;
        this.isOpen = isOpen;
        this.credit = credit;
        this.buffers = buffers;
        this.discard = discard;
    }

    /// The answers to any multishot operation.
    ///
    /// @param credit how many may be ahead of who takes them, 1 or more
    /// @param discard what becomes of those that nobody takes
    /// @throws RefusedException when the driver does not take the operation
    public static <R> Incoming<R> of(
            Loop loop, MultishotOp<R> op, int credit, Consumer<? super R> discard) {
        Incoming<R> incoming = new Incoming<>(loop, op, () -> true, credit, null, discard);
        return loop.withDriver(
                driver -> incoming.begin(starter(driver, op, incoming.new Listening<>(List::of))));
    }

    /// @param credit how many answers may be ahead
    /// @param make a connection of a new fd, or none; on the loop's thread
    static <S extends DataSocket> Incoming<S> accept(
            Listener<S> listener, AcceptEach op, int credit, IntFunction<List<S>> make) {
        Incoming<S> incoming = incomingOf(listener, credit, null, DataSocket::close);
        listener.number();
        return listener.loop.withDriver(
                driver ->
                        incoming.begin(
                                count ->
                                        op.start(
                                                driver,
                                                count,
                                                incoming
                                                .new Listening<>(fd -> make.apply(fd.number())))));
    }

    /// @param credit how many answers may be ahead
    static Incoming<Received> receive(StreamSocket socket, ReceiveBuffers buffers, int credit) {
        return pieces(
                socket,
                buffers,
                credit,
                (incoming, driver, groups) ->
                        groups.isIncremental()
                                ? oneEach(
                                        incoming,
                                        driver,
                                        ReceiveEach.from(socket.file, groups),
                                        buffers)
                                : someEach(
                                        incoming,
                                        driver,
                                        ReceiveBundles.from(socket.file, groups),
                                        buffers));
    }

    /// @param credit how many answers may be ahead
    static Incoming<Received> read(PipeReader pipe, ReceiveBuffers buffers, int credit) {
        return pieces(
                pipe,
                buffers,
                credit,
                (incoming, driver, groups) ->
                        oneEach(incoming, driver, ReadEach.from(pipe.file, groups), buffers));
    }

    private static Incoming<Received> pieces(
            LoopFile file, ReceiveBuffers buffers, int credit, Request request) {
        if (credit < 1) {
            throw new IllegalArgumentException("piecesMax: " + credit + ", expected 1 or more");
        }
        if (!buffers.loop.equals(file.loop)) {
            throw new IllegalArgumentException(
                    "buffers: of another loop, expected those of " + file);
        }
        Incoming<Received> incoming = incomingOf(file, credit, buffers, Received::close);
        file.number();
        return file.loop.withDriver(
                driver -> {
                    BufferGroups groups = buffers.enter();
                    try {
                        return incoming.begin(request.of(incoming, driver, groups));
                    } catch (RuntimeException e) {
                        buffers.leave();
                        throw e;
                    }
                });
    }

    private static <T> Incoming<T> incomingOf(
            LoopFile file,
            int credit,
            @Nullable ReceiveBuffers buffers,
            Consumer<? super T> discard) {
        return new Incoming<>(file.loop, file, file::isOpen, credit, buffers, discard);
    }

    /// Answers of a buffer each.
    private static Starter oneEach(
            Incoming<Received> incoming,
            Driver driver,
            MultishotOp<Filled> op,
            ReceiveBuffers buffers) {
        return starter(
                driver, op, incoming.new Listening<>(it -> List.of(new Received(buffers, it))));
    }

    /// Answers of several buffers each.
    private static Starter someEach(
            Incoming<Received> incoming,
            Driver driver,
            MultishotOp<List<Filled>> op,
            ReceiveBuffers buffers) {
        return starter(
                driver,
                op,
                incoming
                .new Listening<>(
                        some -> some.stream().map(each -> new Received(buffers, each)).toList()));
    }

    private static <A> Starter starter(
            Driver driver, MultishotOp<A> op, MultishotListener<A> listener) {
        return credit -> op.start(driver, credit, listener);
    }

    private Incoming<T> begin(Starter first) {
        starter = first;
        run = first.start(credit);
        return this;
    }

    /// What an answer brings.
    private interface Convert<A, T> {
        List<T> convert(A answer);
    }

    private final class Listening<A> implements MultishotListener<A> {

        private final Convert<A, T> convert;

        Listening(Convert<A, T> convert) {
            this.convert = convert;
        }

        @Override
        public void next(MultishotRun<A> multishot, A answer) {
            List<T> brought = convert.convert(answer);
            answersAhead++;
            for (int at = 0; at < brought.size(); at++) {
                arrived.add(new Arrival<>(brought.get(at), at == brought.size() - 1));
            }
            if (isClosed) {
                discardAll();
            }
            signal.complete(true);
        }

        @Override
        public void ended(MultishotRun<A> multishot, Completed<A> last) {
            run = null;
            boolean isDry =
                    last.endReason() == null && last.raw() == Errno.ENOBUFS.negative() && !isClosed;
            if (isDry && buffers != null && buffers.canFeed()) {
                startAgainWith(buffers);
            } else {
                finish(last);
            }
        }
    }

    private void startAgainWith(ReceiveBuffers from) {
        try {
            from.whenOneIsBack(this::startAgain);
        } catch (TaskException.Closed _) {
            finish(null); // the loop ends
        }
    }

    /// The loop's thread: the request is over for good.
    private void finish(@Nullable Completed<?> last) {
        end = last;
        isRefused = last == null;
        signal.complete(true);
        if (buffers != null) {
            buffers.leave();
        }
    }

    /// The loop's thread: there are buffers again.
    private void startAgain() {
        Starter again = starter;
        try {
            if (again == null || isClosed || !isOpen.getAsBoolean()) {
                finish(null);
            } else {
                run = again.start(Math.max(1, credit - answersAhead));
            }
        } catch (RefusedException | IllegalStateException _) {
            finish(null); // the loop, or the socket, is being closed
        }
    }

    /// The next one; null at the end: the other side has ended the stream.
    ///
    /// A receive waits while all buffers are in use. So who keeps all pieces and asks for more
    /// waits until its time is up.
    ///
    /// @param time null for as long as the scopes around it allow
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel has ended the request with
    ///     an error; everything that came before was given out first
    /// @throws TaskException.Closed when this, or the socket, or the loop was closed
    public @Nullable T next(@Nullable Duration time) {
        while (true) {
            boolean isOver = end != null || isRefused; // first: all that came is in the queue then
            Arrival<T> next = arrived.poll();
            if (next != null) {
                if (next.isLastOfAnswer) {
                    grant();
                }
                return next.what;
            }
            if (isOver || isClosed) {
                return ended(end);
            }
            CompletableFuture<Boolean> current = signal;
            if (current.isDone()) {
                signal = new CompletableFuture<>();
            } else {
                Task.await(current, time);
            }
        }
    }

    private @Nullable T ended(@Nullable Completed<?> last) {
        if (isClosed || last == null || last.isCancelled() || !isOpen.getAsBoolean()) {
            throw new TaskException.Closed("what comes from " + origin + " was closed");
        }
        if (last.endReason() != null) {
            throw new TaskException.Closed("the loop has ended");
        }
        if (last.raw() == 0) {
            return null;
        }
        throw Refusals.of(last.toString(), last.raw());
    }

    /// Takes them until the end; waits in `hasNext`, for as long as the scopes around it allow.
    @Override
    public Iterator<T> iterator() {
        return new Iterator<>() {
            private @Nullable T ahead;

            @Override
            public boolean hasNext() {
                if (ahead == null) {
                    ahead = Incoming.this.next(null);
                }
                return ahead != null;
            }

            @Override
            public T next() {
                T next = hasNext() ? ahead : null;
                if (next == null) {
                    throw new NoSuchElementException("the end");
                }
                ahead = null;
                return next;
            }
        };
    }

    /// Ends the request, and gives back what nobody has taken.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        signal.complete(true);
        try {
            loop.execute(this::cancel);
        } catch (TaskException.Closed _) {
            isRefused = true; // the loop has ended the request with itself
        }
        discardAll();
    }

    private void cancel() {
        if (run != null) {
            run.cancel();
        }
    }

    private void discardAll() {
        for (Arrival<T> each = arrived.poll(); each != null; each = arrived.poll()) {
            discard.accept(each.what);
        }
    }

    private void grant() {
        taken++;
        if (taken < (credit + 1) / 2) {
            return;
        }
        int count = taken;
        taken = 0;
        loop.withDriver(
                _ -> {
                    answersAhead -= count;
                    if (run != null) {
                        run.grant(count);
                    }
                    return true;
                });
    }
}
