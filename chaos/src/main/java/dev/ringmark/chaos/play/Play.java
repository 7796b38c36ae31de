package dev.ringmark.chaos.play;

import dev.ringmark.chaos.fault.FaultPlan;
import dev.ringmark.chaos.fault.LivelockException;
import dev.ringmark.chaos.sim.DeadlockException;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.chaos.workload.Violation;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;

import org.jspecify.annotations.Nullable;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.List;

/// One run of a program that is about one thing, on the simulated kernel: it acts on numbers, each
/// read against the state it meets, and compares after each.
///
/// Faults stop before the end, which then has to come.
abstract class Play {

    static final long MILLI = 1_000_000L;

    private static final int TURNS_MAX = 4000;
    private static final int SIZE = 1 << 14;

    final SimulatedKernel kernel;
    final Driver driver;
    private final FaultPlan plan;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(SIZE, Long.BYTES);
    private long used;
    private @Nullable Violation violation;

    Play(Stage stage) {
        kernel = stage.kernel();
        plan = stage.plan();
        driver = Driver.open(kernel, options(stage.shape().options()));
    }

    /// How its driver is made.
    DriverOptions options(DriverOptions drawn) {
        return drawn;
    }

    /// Does what a number says.
    abstract void act(int action, int argument);

    /// Whether everything is as it has to be, between two actions.
    abstract void compare();

    /// Whether everything that can end has ended, once nothing goes wrong any more.
    abstract boolean isAtRest();

    /// How many callbacks have thrown on purpose.
    int thrown() {
        return 0;
    }

    /// What somebody else does for that, again and again.
    void help() {}

    /// Before the driver's end, when everything has ended.
    void atRest() {}

    /// Behind the driver's end.
    abstract void end();

    /// Runs it.
    ///
    /// @return the first promise that was broken, or null
    @Nullable Violation run(List<Integer> decisions) {
        try {
            for (int decision : decisions) {
                act(decision & 0xf, decision >>> 4 & 0xffff);
                compare();
                if (violation != null) {
                    return violation;
                }
            }
            finish();
        } catch (DeadlockException e) {
            broken(Invariant.I_07, "nothing can ever happen again: " + e.getMessage());
        } catch (LivelockException e) {
            broken(Invariant.I_16, String.valueOf(e.getMessage()));
        } catch (AssertionError e) {
            broken(Invariant.I_02, "an assertion of the driver's own: " + where(e));
        } catch (RuntimeException e) {
            broken(Invariant.I_14, "it threw " + where(e));
        }
        return violation;
    }

    private void finish() {
        plan.stop();
        for (int turn = 0; turn < TURNS_MAX && !isAtRest(); turn++) {
            help();
            if (driver.step(64) == 0) {
                driver.await(driver.now() + MILLI);
            }
        }
        check(driver.failure() != null || isAtRest(), Invariant.I_16, "it does not come to rest");
        compare();
        atRest();
        int left = driver.close(driver.now() + 1000 * MILLI).quarantined();
        check(left == 0, Invariant.I_16, left + " operations were given up");
        check(
                driver.counts().accepted() == driver.counts().ended(),
                Invariant.I_02,
                driver.counts() + " at the end");
        check(
                driver.counts().callbackFailures() == thrown(),
                Invariant.I_24,
                "callbacks failed, the first with " + driver.firstCallbackFailure());
        end();
        kernel.run(Duration.ofSeconds(10));
        check(kernel.openFds() == 0, Invariant.I_12, kernel.openFds() + " fds are still open");
        int mappings = kernel.outside().mappings();
        check(mappings == 0, Invariant.I_12, mappings + " mappings are still there");
        check(kernel.outside().badFds() == 0, Invariant.I_12, "an fd was used that is not open");
        if (violation == null) {
            arena.close(); // else the kernel may still write there
        }
    }

    final void check(boolean isSo, Invariant invariant, String otherwise) {
        if (!isSo) {
            broken(invariant, otherwise);
        }
    }

    final void broken(Invariant invariant, String detail) {
        if (violation == null) {
            violation = new Violation(invariant, detail);
        }
    }

    /// Whether somebody may write to the operations' memory.
    final boolean isTheKernels(MemorySegment cell) {
        return kernel.outside().holds(cell.address(), cell.byteSize());
    }

    /// Memory that nobody else has; null when none is left.
    final @Nullable MemorySegment cell(long size) {
        if (used + size > SIZE) {
            return null;
        }
        used += size;
        return memory.asSlice(used - size, size);
    }

    private static String where(Throwable thrown) {
        StackTraceElement[] stack = thrown.getStackTrace();
        return thrown + (stack.length == 0 ? "" : " at " + stack[0]);
    }
}
