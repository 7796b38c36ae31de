package dev.ringmark.chaos.baton;

import dev.ringmark.chaos.sim.DeadlockException;
import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.chaos.workload.Violation;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.uapi.Opcode;

import org.jspecify.annotations.Nullable;

import java.util.SplittableRandom;

/// One run of a driver whose owner sleeps without end unless it is woken, and of other threads that
/// wake it, give it tasks, and wait for operations that need a permit; until the owner closes it,
/// which may be in the thick of that.
public final class Crowd {

    private static final Profile PROFILE = Profile.of("6.18");
    private static final long MILLI = 1_000_000L;
    private static final int OTHERS_MAX = 3;
    private static final int ROUNDS_MAX = 4;
    private static final int TURNS_MAX = 40;

    /// What came of a run.
    ///
    /// @param violation the first promise that was broken, or null
    /// @param hash a number that two runs share when the same happened in both
    /// @param turns how often a thread was chosen
    public record Result(@Nullable Violation violation, long hash, long turns) {}

    /// A NOP that another thread waits for.
    private static final class Awaited extends Operation {

        int outcomes;
        boolean isBack;

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            outcomes++;
        }

        @Override
        protected void abandoned(EndReason reason) {
            outcomes++;
        }

        @Override
        protected void released() {
            isBack = true;
        }

        /// Not taken, because the driver closes.
        void refused() {
            outcomes++;
            isBack = true;
        }
    }

    private final Baton baton;
    private final SimulatedKernel kernel;
    private final SplittableRandom chance;
    private final DriverOptions options;
    private final boolean closesEarly;
    private @Nullable Driver driver;
    private @Nullable Violation violation;
    private int othersLeft;
    private int taken;
    private int run;

    private Crowd(long seed, PagePool pool) {
        chance = new SplittableRandom(seed);
        baton = new Baton(chance.nextLong());
        kernel =
                new SimulatedKernel(
                        SimulatedKernel.Options.of(PROFILE, seed).withOthers(baton), pool);
        closesEarly = chance.nextInt(3) == 0;
        DriverOptions few = DriverOptions.permits(1 + chance.nextInt(2)).withWaitersMax(100);
        options = chance.nextInt(4) == 0 ? few.withWake(WakeKind.MESSAGE) : few;
    }

    /// Runs what a seed stands for.
    public static Result run(long seed) {
        try (PagePool pool = new PagePool()) {
            Crowd crowd = new Crowd(seed, pool);
            try {
                crowd.run();
            } catch (Baton.StuckException e) {
                crowd.broken(Invariant.I_07, String.valueOf(e.getMessage()));
                return crowd.result();
            }
            crowd.kernel.close();
            return crowd.result();
        }
    }

    private Result result() {
        return new Result(violation, baton.hash() * 31 + kernel.traceHash(), baton.turns());
    }

    private void run() {
        baton.add("owner", this::own);
        othersLeft = 1 + chance.nextInt(OTHERS_MAX);
        for (int at = othersLeft; at > 0; at--) {
            SplittableRandom own = chance.split();
            int kind = own.nextInt(3);
            baton.add("other-" + at, () -> disturb(own, kind));
        }
        Throwable thrown = baton.run();
        if (thrown instanceof DeadlockException) {
            broken(Invariant.I_07, "the owner sleeps for ever: " + thrown.getMessage());
        } else if (thrown != null) {
            broken(Invariant.I_14, "it threw " + thrown);
        }
        check(run == taken, Invariant.I_10, taken + " tasks were taken, " + run + " ran");
        int open = kernel.openFds();
        check(open == 0, Invariant.I_12, open + " fds are still open");
        check(kernel.outside().badFds() == 0, Invariant.I_12, "an fd was used that is not open");
    }

    private void own() {
        Driver mine = Driver.open(kernel, options);
        driver = mine;
        int turns = closesEarly ? chance.nextInt(TURNS_MAX) : Integer.MAX_VALUE;
        for (int turn = 0; turn < turns && othersLeft > 0; turn++) {
            boolean isIdle = mine.step(4) == 0;
            baton.point();
            if (isIdle && othersLeft > 0) {
                mine.await(Driver.NEVER);
            }
        }
        mine.close(mine.now() + MILLI);
        check(!mine.wake(), Invariant.I_07, "a closed driver was woken");
        check(!mine.execute(() -> run++), Invariant.I_10, "a closed driver took a task");
        check(
                mine.counts().accepted() == mine.counts().ended(),
                Invariant.I_02,
                mine.counts() + " at the end");
    }

    private void disturb(SplittableRandom own, int kind) {
        baton.await(() -> driver != null);
        Driver its = driver;
        for (int round = 1 + own.nextInt(ROUNDS_MAX); round > 0 && its != null; round--) {
            switch (kind) {
                case 0 -> give(its);
                case 1 -> call(its, own.nextInt(3) == 0);
                default -> {
                    its.wake();
                    intrude(its);
                }
            }
        }
        othersLeft--;
        if (its != null) {
            its.wake(); // the owner looks whether it is the last one
        }
    }

    private void give(Driver its) {
        if (its.execute(() -> run++)) {
            taken++;
        }
    }

    /// Waits for an operation, as a blocking call does.
    private void call(Driver its, boolean cancels) {
        Awaited operation = new Awaited();
        boolean isTaken =
                its.execute(
                        () -> {
                            Admission admission = its.startBy(operation, Driver.NEVER);
                            if (!admission.isTaken()) {
                                operation.refused();
                            }
                        });
        if (!isTaken) {
            return;
        }
        if (cancels) {
            its.execute(() -> its.cancel(operation));
        }
        boolean isTold = baton.await(() -> operation.isBack);
        check(isTold, Invariant.I_07, "a waiter is never told");
        check(
                !isTold || operation.outcomes == 1,
                Invariant.I_01,
                operation.outcomes + " outcomes of one operation");
    }

    /// Does what is the owner's.
    private void intrude(Driver its) {
        boolean isRefused = false;
        try {
            its.step(1);
        } catch (IllegalStateException e) {
            isRefused = true;
        }
        check(isRefused, Invariant.I_20, "a thread stepped another one's driver");
    }

    private void check(boolean isSo, Invariant invariant, String otherwise) {
        if (!isSo) {
            broken(invariant, otherwise);
        }
    }

    private void broken(Invariant invariant, String detail) {
        if (violation == null) {
            violation = new Violation(invariant, detail);
        }
    }
}
