package dev.ringmark.chaos.play;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.runtime.buffer.BufferGroups;
import dev.ringmark.runtime.buffer.BufferPool;
import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.event.OperationListener;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.FileKind;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Opcode;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Tasks of one loop that use operations, owned buffers, pools, groups, links and scopes, and are
/// ended by times, cancels and interrupts: each ends once, a buffer is the program's exactly when
/// the kernel has let go of it, and at the end nothing is out.
final class TasksPlay extends Play {

    /// More than anything here takes: no operation is left behind.
    private static final Duration GRACE = Duration.ofDays(30);

    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);
    private static final int POLLIN = 1;
    private static final int POLLOUT = 4;
    private static final int NONBLOCK = 0x800;
    private static final int SET_FLAGS = 4;
    private static final int SIZE = 64;
    private static final int MANY = 200;

    final Loop loop;
    final BufferPool pool = new BufferPool(1 << 20, 8, SIZE);
    private final Driver inner;
    final BufferGroups groups;
    final int[] pipe = new int[2];
    final int[] sockets = new int[2];
    final int[] stream = new int[2];

    /// A pipe that nobody writes: what reads it ends by a cancel only.
    final int[] silent = new int[2];

    private final TaskDeeds deeds = new TaskDeeds(this);
    private final TaskDeed[] deck;
    private final List<Task<String>> tasks = new ArrayList<>();
    private final Map<TaskDeed, Integer> begun = new EnumMap<>(TaskDeed.class);
    private final MemorySegment bytes;
    private final int waiters;
    private final boolean isTorn;

    /// Whether a task leaves its operation behind where the kernel does not let go at once.
    private final boolean isHasty;
    /// Whether features are switched off, and a listener is there.
    private final boolean isPicky;

    private int thrown;
    private int most;
    private boolean isClosed;

    TasksPlay(Stage stage, TaskDeed... deck) {
        super(stage);
        this.deck = deck;
        DriverOptions drawn = stage.shape().options();
        waiters = stage.shape().waiters();
        isHasty = stage.seed() % 8 == 3;
        isTorn = stage.plan().draws(FaultKind.ENTER_SHORT);
        LoopOptions options =
                LoopOptions.named("tasks")
                        .withHeldMax(Duration.ZERO)
                        .withGraceMax(isHasty ? Duration.ZERO : GRACE);
        isPicky = deck.length == TaskDeed.values().length;
        DriverOptions asked = isPicky ? drawn.without(twoOf(stage)) : drawn;
        loop = Loop.onThisThread(kernel, options.withDriver(asked));
        if (loop.scheduling() != Scheduling.ON_LOOP) {
            throw new IllegalStateException(
                    "tasks on other threads are no simulation: --add-opens is missing");
        }
        inner = loop.withDriver(of -> of);
        groups = new BufferGroups(inner, 1, 2, 4, 16);
        if (isPicky && stage.seed() % 4 != 0) {
            loop.listen(listener(stage.seed() % 4 == 1));
        }
        kernel.calls().pipe(pipe, 0);
        kernel.calls().pipe(silent, 0);
        kernel.calls().socketPair(1, 1, 0, sockets);
        kernel.calls().socketPair(1, 1, 0, stream);
        kernel.calls().fcntl(sockets[1], SET_FLAGS, NONBLOCK);
        kernel.calls().fcntl(stream[1], SET_FLAGS, NONBLOCK);
        MemorySegment cell = cell(SIZE);
        if (cell == null) {
            throw new IllegalStateException("no memory for a first cell");
        }
        bytes = cell;
    }

    /// One feature, or two of them: in time each pair.
    private static Feature[] twoOf(Stage stage) {
        Set<Feature> all = EnumSet.allOf(Feature.class);
        if (stage.shape().mode().name().startsWith("DEFER")) {
            all.remove(Feature.DEFERRED_COMPLETIONS); // which it asks for
        }
        List<Feature> list = List.copyOf(all);
        int one = (int) Math.floorMod(stage.seed() / list.size(), (long) list.size());
        int other = (int) Math.floorMod(stage.seed(), (long) list.size());
        return new Feature[] {list.get(one), list.get(other)};
    }

    /// Hears of each operation: with a NOP of its own, or with an exception.
    private OperationListener listener(boolean throwsUp) {
        return new OperationListener() {
            @Override
            public void submitted(long id, int opcode, int fd, int length) {
                if (throwsUp) {
                    thrown++;
                    throw new TaskDeeds.OnPurpose();
                }
                var _ = loop.submit(sqe -> sqe.prepare(Opcode.NOP, -1, 0, 0, 0));
            }

            @Override
            public void completed(
                    long id, int opcode, int fd, int length, int result, boolean isLast) {
                check(fd >= -1 || fd == -100, Invariant.I_26, "an operation on file " + fd);
            }
        };
    }

    /// A callback is about to throw on purpose.
    void throwing() {
        thrown++;
    }

    /// The most operations that were in flight at once.
    int most() {
        return most;
    }

    @Override
    void act(int action, int argument) {
        switch (action) {
            case 0, 1, 2, 3, 4 -> fork(argument);
            case 5 -> {
                for (int more = 0; more < 1 << (argument & 3); more++) {
                    fork(argument >>> 2 ^ more << 3);
                }
            }
            case 6 -> end(argument, Task::cancel);
            case 7 -> end(argument, Task::interrupt);
            case 8, 9 -> peer(argument);
            case 10 -> sleep(argument);
            default -> turn();
        }
    }

    /// Forks a task that does what a number says.
    void fork(int argument) {
        TaskDeed deed = deck[argument % deck.length];
        begun.merge(deed, 1, Integer::sum);
        tasks.add(loop.fork(() -> outcome(deed, argument >>> 4)));
    }

    private String outcome(TaskDeed deed, int argument) {
        try {
            deeds.run(deed, argument);
            return "done";
        } catch (TaskException.Overloaded e) {
            boolean hasOthers = isHasty || isPicky; // what was left behind, and a listener's
            check(hasOthers || waiters < tasks.size(), Invariant.I_06, "refused with room: " + e);
            return "overloaded";
        } catch (TaskException e) {
            return e.getClass().getSimpleName();
        } catch (TaskDeeds.OnPurpose e) {
            return "thrown";
        }
    }

    private void end(int argument, Consumer<Task<String>> how) {
        if (!tasks.isEmpty()) {
            how.accept(tasks.get(argument % tasks.size()));
        }
    }

    private void turn() {
        if (!isClosed) {
            loop.turn();
        }
    }

    /// Sleeps for as long as the loop would, if somebody is to wake it.
    private void sleep(int argument) {
        if (!isClosed && !loop.turn() && !loop.turn()) {
            kernel.schedule(Duration.ofNanos(1L << (argument & 0x1f)), this::wake);
            loop.awaitEvent();
        }
    }

    /// As another thread would: what the loop's own thread asks for wakes nobody.
    private void wake() {
        if (!isClosed) {
            inner.wake();
        }
    }

    /// What others write and read.
    private void peer(int argument) {
        int count = 1 + (argument >>> 2 & 7);
        switch (argument & 3) {
            case 0, 1 -> put(pipe[1], count);
            case 2 -> put(sockets[1], count);
            default -> get();
        }
    }

    private void put(int fd, int count) {
        if (kernel.calls().poll(fd, POLLOUT, 0) > 0) {
            bytes.fill((byte) 7);
            kernel.calls().write(fd, bytes.asSlice(0, count));
        }
    }

    private void get() {
        if (kernel.calls().poll(stream[1], POLLIN, 0) > 0) {
            kernel.calls().read(stream[1], bytes);
        }
    }

    /// A buffer that a task has had back: it is the program's, and the kernel has nothing to do
    /// with it.
    void requireOwned(OwnedBuffer buffer) {
        try (Scope _ = Scope.shield()) {
            while (isHasty && buffer.isLent()) {
                TaskDeeds.pause();
            }
        }
        check(!buffer.isLent(), Invariant.I_21, buffer + " is out behind its operation's end");
        if (!buffer.isLent()) {
            check(
                    !isTheKernels(buffer.view()),
                    Invariant.I_04,
                    buffer + " is the program's while the kernel may write it");
            buffer.view().set(JAVA_BYTE, 0, (byte) 1);
        }
    }

    /// Whether chains may be torn: then nobody hears of the beginning of a quiet one.
    boolean isTorn() {
        return isTorn;
    }

    Fd<FileKind.Any> fd(int number) {
        return Fd.of(number);
    }

    @Override
    void compare() {
        most = Math.max(most, inner.inFlight());
        if (tasks.size() > MANY) {
            return; // too many to count after each action
        }
        Predicate<Task<String>> isOut = task -> !task.isDone();
        long out = tasks.stream().filter(isOut).count();
        check(
                isClosed || loop.taskCount() == out,
                Invariant.I_26,
                loop.taskCount() + " tasks, it says, but " + out);
    }

    @Override
    void help() {
        put(pipe[1], 8);
        put(sockets[1], 1);
        get();
        for (int more = 0; more < 8; more++) {
            turn();
        }
    }

    @Override
    boolean isAtRest() {
        return inner.inFlight() == 0 && tasks.stream().allMatch(Task::isDone);
    }

    @Override
    void end() {
        isClosed = true;
        int inFlight = inner.inFlight();
        check(inFlight == 0, Invariant.I_02, inFlight + " operations of no task are in flight");
        if (inFlight == 0) {
            groups.close(); // which throws when a buffer of theirs is out
        }
        check(loop.close(CLOSE_TIME).isClean(), Invariant.I_16, "the loop did not end cleanly");
        check(
                loop.counts().accepted() == loop.counts().ended(),
                Invariant.I_02,
                loop.counts() + " at the end");
        check(
                loop.counts().callbackFailures() == thrown,
                Invariant.I_24,
                loop.counts().callbackFailures() + " callbacks failed, expected " + thrown);
        for (Task<String> task : tasks) {
            check(task.isDone(), Invariant.I_01, "a task has no end");
            if (task.isDone()) {
                requireOutcome(task);
            }
        }
        pool.levels()
                .values()
                .forEach(
                        level ->
                                check(
                                        level.used() == 0,
                                        Invariant.I_19,
                                        level.used() + " buffers of the pool are out"));
        if (pool.levels().values().stream().allMatch(level -> level.used() == 0)) {
            pool.close();
        }
        for (int[] both : List.of(pipe, silent, sockets, stream)) {
            kernel.close(both[0]);
            kernel.close(both[1]);
        }
    }

    private void requireOutcome(Task<String> task) {
        try {
            task.join();
        } catch (TaskException.Cancelled e) {
            return; // before it began
        } catch (TaskException.Failed e) {
            broken(Invariant.I_14, "a task threw " + e.getCause());
        }
    }
}
