package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.op.Submitted;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An SQPOLL ring whose SQ is full while the kernel's thread is busy or asleep: the driver sleeps
/// until there is room (SQ_WAIT, since 5.10), where it once turned without a call.
class FullPolledSqTest { // C-08, I-08, I-16

    private static final int COUNT = 64;
    private static final int TURNS_MAX = 4 * COUNT;

    @ParameterizedTest
    @ValueSource(strings = {"5.10", "6.1", "6.18"})
    void it_is_waited_for(String release) {
        for (int seed = 0; seed < 50; seed++) {
            SimulatedKernel.Options options = SimulatedKernel.Options.of(Profile.of(release), seed);
            try (PagePool pool = new PagePool();
                    SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
                DriverOptions one =
                        DriverOptions.permits(COUNT).withSqEntries(1).with(SetupFlag.SQPOLL);
                Driver driver = Driver.open(kernel, one);
                List<Submitted<?>> all = new ArrayList<>();
                for (int at = 0; at < COUNT; at++) {
                    all.add(Nop.plain().submit(driver));
                }
                int turns = 0;
                while (driver.inFlight() > 0) {
                    turns++;
                    assertTrue(turns < TURNS_MAX, "not within " + TURNS_MAX + " turns");
                    if (driver.step(COUNT) == 0) {
                        driver.await(Driver.NEVER);
                    }
                }
                assertTrue(all.stream().allMatch(each -> each.poll() != null));
                assertEquals(0, driver.close(driver.now() + 1_000_000_000L).quarantined());
            }
        }
    }
}
