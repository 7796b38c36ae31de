package dev.ringmark.chaos.play;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.buffer.SendBuffers;
import dev.ringmark.runtime.op.Batch;
import dev.ringmark.runtime.op.Chain;
import dev.ringmark.runtime.op.ChainReport;
import dev.ringmark.runtime.op.ChainReport.Fate;
import dev.ringmark.runtime.op.Close;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotOp;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Op;
import dev.ringmark.runtime.op.Open;
import dev.ringmark.runtime.op.OpenFlag;
import dev.ringmark.runtime.op.Read;
import dev.ringmark.runtime.op.ReceiveEach;
import dev.ringmark.runtime.op.RefusedException;
import dev.ringmark.runtime.op.Scratch;
import dev.ringmark.runtime.op.SendBundles;
import dev.ringmark.runtime.op.SendZeroCopy;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.SubmittedSet;
import dev.ringmark.runtime.op.Timeout;
import dev.ringmark.runtime.op.Write;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What the tasks of [TasksPlay] do, each as a program would write it.
final class TaskDeeds {

    /// Thrown by a body, to see what becomes of what it had.
    static final class OnPurpose extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private static final Duration PAUSE = Duration.ofNanos(1000);
    private static final int CREDIT = 1000;
    private static final Fd<FileKind.Any> NOWHERE = Fd.of(9999);

    private final TasksPlay play;
    private int lines;

    TaskDeeds(TasksPlay play) {
        this.play = play;
    }

    void run(TaskDeed deed, int argument) {
        switch (deed) {
            case NOP -> nop();
            case READ ->
                    with(8, buffer -> transfer(Read.from(play.fd(play.pipe[0]), buffer), argument));
            case WRITE ->
                    with(8, buffer -> transfer(Write.to(play.fd(play.pipe[1]), buffer), argument));
            case TIMEOUT -> timeout(argument);
            case OPEN -> open(argument);
            case CHAIN -> chain(argument, false);
            case QUIET -> chain(argument, true);
            case LINKED_TIME -> linkedTime(argument);
            case BATCH -> batch(argument);
            case SEND -> send(argument);
            case SEND_ZERO_COPY ->
                    with(
                            64,
                            buffer ->
                                    transfer(
                                            SendZeroCopy.to(play.fd(play.stream[0]), buffer),
                                            argument));
            case RECEIVE -> receive(argument);
            case NESTED -> nested(argument);
            case TIGHT -> tight(argument);
            case RESET -> reset(argument);
            case NOTHING -> nothing();
            case UNPREPARED -> with(8, this::unprepared);
            case THROW ->
                    with(
                            8,
                            buffer -> {
                                play.loop.run(Nop.plain(), null);
                                throw new OnPurpose();
                            });
        }
    }

    /// Fails between the slot and the publish.
    private final class Unpreparable extends Op<Integer> {

        private final OwnedBuffer buffer;

        Unpreparable(OwnedBuffer buffer) {
            this.buffer = buffer;
        }

        @Override
        public Opcode opcode() {
            return Opcode.NOP;
        }

        @Override
        protected void prepare(Sqe sqe, Scratch scratch) {
            play.throwing();
            throw new OnPurpose();
        }

        @Override
        protected Integer decode(int result, int flags, Scratch scratch) {
            return result;
        }

        @Override
        protected void lend(Object run) {
            buffer.lend(run);
        }

        @Override
        protected void giveBack(Object run) {
            buffer.giveBack(run);
        }
    }

    private void unprepared(OwnedBuffer buffer) {
        Op<?> broken = new Unpreparable(buffer);
        EndReason reason = play.loop.run(broken, null).endReason();
        play.check(
                reason == EndReason.UNPREPARED,
                Invariant.I_01,
                "an operation that could not be prepared ended with " + reason);
        play.requireOwned(buffer);
        await(Chain.of(Nop.plain()).then(broken).then(Nop.plain())::submit);
    }

    private static Duration time(int argument) {
        return Duration.ofNanos(1L << (argument & 0x1f));
    }

    /// Runs something with a buffer of the pool, and gives that back whatever happens.
    private void with(int size, Consumer<OwnedBuffer> body) {
        OwnedBuffer buffer = play.pool.tryAcquire(size);
        if (buffer == null) {
            Task.snooze();
            return;
        }
        try {
            body.accept(buffer);
        } finally {
            play.requireOwned(buffer);
            buffer.close();
        }
    }

    private void nop() {
        int result = play.loop.run(Nop.plain(), null).raw();
        play.check(result <= 0, Invariant.I_05, "a NOP answered " + result);
        Task.snooze();
    }

    private void transfer(Op<?> op, int argument) {
        Completed<?> end = play.loop.run(op, (argument & 1) == 0 ? null : time(argument >>> 1));
        play.check(
                end.endReason() != null || end.raw() <= 64,
                Invariant.I_22,
                op + " moved more than there was: " + end);
    }

    private void timeout(int argument) {
        try (Scope _ = Scope.open(time(argument >>> 5))) {
            play.loop.run(Timeout.after(time(argument)), null);
        }
    }

    private void open(int argument) {
        Duration limit = time(argument);
        Open open = Open.path("/made", OpenFlag.CREATE, OpenFlag.READ_WRITE);
        Completed<Fd<FileKind.Any>> end = play.loop.run(open, limit);
        if (end.isSuccess()) {
            Fd<FileKind.Any> file = end.take();
            try (Scope _ = Scope.shield()) {
                if (!play.loop.run(Close.of(file), null).isSuccess()) {
                    play.kernel.close(file.number()); // an injected error: it is open still
                }
            } catch (TaskException.Overloaded e) {
                play.kernel.close(file.number());
                throw e;
            }
        }
    }

    private void chain(int argument, boolean isQuiet) {
        with(
                8,
                from ->
                        with(
                                8,
                                into -> {
                                    Op<?> last =
                                            (argument & 1) == 0 ? Nop.plain() : Close.of(NOWHERE);
                                    Chain chain =
                                            Chain.of(Write.to(play.fd(play.pipe[1]), from))
                                                    .then(Read.from(play.fd(play.pipe[0]), into))
                                                    .then(last);
                                    boolean quietly = isQuiet && !play.isTorn();
                                    await(
                                            driver ->
                                                    (quietly ? chain.quietly() : chain)
                                                            .submit(driver));
                                }));
    }

    private void linkedTime(int argument) {
        with(
                8,
                into -> {
                    Chain chain =
                            Chain.of(Read.from(play.fd(play.pipe[0]), into)).within(time(argument));
                    await(chain::submit);
                });
    }

    private void batch(int argument) {
        with(
                8,
                into -> {
                    Batch batch =
                            Batch.of(
                                    Nop.plain(),
                                    Close.of(NOWHERE),
                                    Read.from(play.fd(play.pipe[0]), into),
                                    Timeout.after(time(argument)));
                    await(batch::submit);
                });
    }

    /// Waits for a set, and when that is ended for the ends of its members.
    private void await(Function<Driver, SubmittedSet> start) {
        SubmittedSet set;
        try {
            set = play.loop.withDriver(start);
        } catch (RefusedException | IllegalArgumentException e) {
            Task.snooze();
            return; // no permits, or fewer than it has members
        }
        ended(() -> set.poll() != null, set::cancel);
        ChainReport report = set.poll();
        if (report != null) {
            long unknown = report.fates().stream().filter(Fate.UNKNOWN::equals).count();
            play.check(unknown == 0, Invariant.I_01, "nobody knows what became of " + report);
        }
    }

    private void ended(BooleanSupplier isEnded, Runnable cancel) {
        try {
            while (!isEnded.getAsBoolean()) {
                Task.sleep(PAUSE);
            }
        } catch (TaskException e) {
            try (Scope _ = Scope.shield()) {
                play.loop.withDriver(
                        _ -> {
                            cancel.run();
                            return 0;
                        });
                awaitUninterrupted(isEnded);
            }
            throw e;
        }
    }

    private static void awaitUninterrupted(BooleanSupplier isEnded) {
        while (!isEnded.getAsBoolean()) {
            pause();
        }
    }

    /// Lets a little time pass, for one who is on the way out already.
    static void pause() {
        try {
            Task.sleep(PAUSE);
        } catch (TaskException.Interrupted e) {
            Thread.onSpinWait();
        }
    }

    private void send(int argument) {
        List<OwnedBuffer> out = new ArrayList<>();
        SendBuffers line =
                play.loop.withDriver(driver -> new SendBuffers(driver, 100 + lines++, 4));
        try {
            for (int at = 0; at <= (argument & 3); at++) {
                OwnedBuffer buffer = play.pool.tryAcquire(64);
                if (buffer != null) {
                    line.offer(buffer);
                    out.add(buffer);
                }
            }
            if (line.size() > 0) {
                multishot(SendBundles.to(play.fd(play.stream[0]), line), _ -> {}, null);
            }
        } finally {
            line.close();
            for (OwnedBuffer buffer : out) {
                play.requireOwned(buffer);
                buffer.close();
            }
        }
    }

    private void receive(int argument) {
        ReceiveEach each = ReceiveEach.from(play.fd(play.sockets[0]), play.groups);
        multishot(
                each,
                data -> {
                    byte first = data.view().get(JAVA_BYTE, 0);
                    play.check(first == 7, Invariant.I_05, "received what nobody sent: " + first);
                    data.close();
                },
                time(argument));
    }

    /// Runs a multishot to its end, or for a time.
    private <R> void multishot(
            MultishotOp<R> op, Consumer<R> next, @Nullable Duration time) {
        boolean[] isEnded = new boolean[1];
        MultishotListener<R> listener =
                new MultishotListener<>() {
                    @Override
                    public void next(MultishotRun<R> run, R answer) {
                        next.accept(answer);
                    }

                    @Override
                    public void ended(MultishotRun<R> run, Completed<R> end) {
                        isEnded[0] = true;
                    }
                };
        MultishotRun<R> run;
        try {
            run = play.loop.withDriver(driver -> op.start(driver, CREDIT, listener));
        } catch (RefusedException e) {
            Task.snooze();
            return;
        }
        try (Scope _ = Scope.open(time)) {
            ended(() -> isEnded[0], run::cancel);
        }
    }

    private void nested(int argument) {
        try (Scope outer = Scope.open(time(argument))) {
            try (Scope _ = Scope.open(time(argument >>> 5))) {
                with(8, buffer -> transfer(Read.from(play.fd(play.silent[0]), buffer), 0));
            } catch (TaskException.TimedOut e) {
                play.loop.run(Nop.plain(), null);
                play.check(
                        !outer.isOriginOf(e), Invariant.I_21, "the outer scope's end was passed");
            }
        }
    }

    /// It never waits for anything, and ends when its scope does.
    private static void tight(int argument) {
        try (Scope _ = Scope.open(time(argument & 0xf))) {
            while (true) {
                Task.snooze();
            }
        }
    }

    private void reset(int argument) {
        try (Scope scope = Scope.open(time(argument))) {
            for (int times = 0; times < 100; times++) {
                scope.reset(time(argument + times));
                if (times % 10 == 0) {
                    Task.snooze();
                }
            }
            play.loop.run(Timeout.after(time(argument >>> 3)), null);
        }
    }

    private void nothing() {
        with(
                8,
                buffer -> {
                    Read none = Read.from(play.fd(play.pipe[0]), new Span(buffer, 0, 0));
                    play.loop.run(none, time(20));
                    try {
                        play.loop.run(Nop.plain(), Duration.ZERO);
                        play.broken(Invariant.I_21, "a time of zero has gone by unseen");
                    } catch (TaskException.TimedOut e) {
                        play.requireOwned(buffer);
                    }
                    play.loop.withDriver(driver -> driver.inFlight());
                });
    }
}
