package dev.ringmark.chaos.decisions;

import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Operation;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayList;
import java.util.List;

/// A driver's table of slots, with completions under names that it gave out earlier: each
/// operation hears its own result, once.
public final class SlotsPlay {

    private static final int PERMITS = 3;
    private static final int RESULT_MIN = 1000;
    private static final int PAST_RESULT = 7777;
    private static final int PAST = 16;

    /// A NOP with a result of its own, or a poll of a pipe that stays empty.
    private final class Named extends Operation {

        final int result;
        final boolean isPoll;
        int completions;
        boolean isBack;

        Named(int result, boolean isPoll) {
            this.result = result;
            this.isPoll = isPoll;
        }

        @Override
        protected void prepare(Sqe sqe) {
            if (isPoll) {
                sqe.prepare(Opcode.POLL_ADD, pipe[0], 0, 0, 0).operationFlags(1);
            } else {
                sqe.prepare(Opcode.NOP, -1, 0, result, 0)
                        .operationFlags(NopFlag.INJECT_RESULT.bits());
            }
        }

        @Override
        protected void completed(int cqeResult, int flags, boolean isLast) {
            int expected = isPoll ? Errno.ECANCELED.negative() : result;
            check(cqeResult == expected, expected + " heard " + cqeResult);
            check(++completions == 1 && isLast && !isBack, "told again");
        }

        @Override
        protected void abandoned(EndReason reason) {
            check(++completions == 1 && !isBack, "abandoned after its end");
        }

        @Override
        protected void released() {
            check(!isBack && completions == 1, "released without an outcome, or again");
            isBack = true;
        }
    }

    private final SimulatedKernel kernel;
    private final Driver driver;
    private final int[] pipe = new int[2];
    private final List<Named> open = new ArrayList<>();
    private int last = RESULT_MIN;
    private String wrong = "";

    private SlotsPlay(SimulatedKernel kernel) {
        this.kernel = kernel;
        kernel.calls().pipe(pipe, 0);
        driver = Driver.open(kernel, DriverOptions.permits(PERMITS));
    }

    /// Plays on a simulated kernel, and says what was wrong.
    public static String simulated(List<Integer> decisions) {
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel =
                        new SimulatedKernel(
                                SimulatedKernel.Options.of(Profile.of("6.18"), 1), pool)) {
            return new SlotsPlay(kernel).play(decisions);
        }
    }

    private String play(List<Integer> decisions) {
        for (int decision : decisions) {
            act(decision & 7, decision >>> 3);
            open.removeIf(each -> each.isBack);
            check(driver.inFlight() == open.size(), driver.inFlight() + " under way");
        }
        check(driver.close(driver.now() + 1_000_000).quarantined() == 0, "something is left");
        for (Named each : open) {
            check(each.isBack, "an operation never ended");
        }
        return wrong;
    }

    private void act(int action, int argument) {
        switch (action) {
            case 0, 1, 2 -> start(new Named(++last, action == 2));
            case 3 -> {
                if (!open.isEmpty()) {
                    check(driver.cancel(open.get(argument % open.size())), "gone too early");
                }
            }
            case 4, 5 -> kernel.outside().forgePast(argument % PAST, PAST_RESULT);
            default -> driver.step(64);
        }
    }

    private void start(Named operation) {
        boolean isTaken = driver.start(operation).isTaken();
        check(isTaken == (open.size() < PERMITS), open.size() + " under way, taken " + isTaken);
        if (isTaken) {
            open.add(operation);
        }
    }

    private void check(boolean isSo, String otherwise) {
        if (!isSo && wrong.isEmpty()) {
            wrong = otherwise;
        }
    }
}
