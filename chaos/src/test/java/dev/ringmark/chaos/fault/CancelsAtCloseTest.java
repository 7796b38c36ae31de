package dev.ringmark.chaos.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.chaos.sim.PagePool;
import dev.ringmark.chaos.sim.Profile;
import dev.ringmark.chaos.sim.SimulatedKernel;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Poll;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Submitted;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.EnumSet;

/// Every second cancel says that there is nothing to cancel, or that it came too late, while a
/// driver closes: it asks again until the operation has ended.
class CancelsAtCloseTest { // C-24, C-30, I-16

    private static final int SEEDS = 200;
    private static final long SECOND = 1_000_000_000L;

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "5.19", "6.18"})
    void what_was_not_cancelled_is_asked_for_again(String release) {
        int fired = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            FaultPlan plan = FaultPlan.only(seed, EnumSet.of(FaultKind.CANCEL_FAILS));
            SimulatedKernel.Options options =
                    SimulatedKernel.Options.of(Profile.of(release), seed).with(plan);
            int[] pipe = new int[2];
            try (PagePool pool = new PagePool();
                    SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
                kernel.calls().pipe(pipe, 0);
                Driver driver = Driver.open(kernel, DriverOptions.permits(4));
                Submitted<?> never = Poll.of(Fd.of(pipe[0]), PollEvent.IN).submit(driver);
                driver.step(64);
                assertEquals(0, driver.close(driver.now() + SECOND).quarantined(), "seed " + seed);
                assertNotNull(never.poll());
                kernel.close(pipe[0]);
                kernel.close(pipe[1]);
                fired += plan.fired().isEmpty() ? 0 : 1;
            }
        }
        assertTrue(fired > 0 || release.equals("6.18"), "no cancel has failed");
    }
}
