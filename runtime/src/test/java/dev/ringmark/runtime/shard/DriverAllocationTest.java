package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.management.ThreadMXBean;
import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DriverAllocationTest { // SR-05; its canary is in AllocationTest

    private static final int BATCH = 32;
    private static final int ROUND = 20_000;
    private static final int ROUNDS = 60;

    private static final class Nop extends Operation {
        private long sum;

        @Override
        protected void prepare(Sqe sqe) {
            sqe.prepare(Opcode.NOP, -1, 0, 0, 0);
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            sum += 1 + result;
        }

        @Override
        protected void abandoned(EndReason reason) {
            throw new AssertionError(reason);
        }
    }

    static Stream<DriverOptions> modes() {
        DriverOptions plain = DriverOptions.permits(BATCH);
        return Stream.of(plain, plain.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN));
    }

    /// Rounds are made until one allocates nothing, as in AllocationTest.
    @ParameterizedTest
    @MethodSource("modes")
    void operations_allocate_nothing_once_compiled(DriverOptions options) {
        HostNeeds.ring(options.ring());
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Driver driver = Driver.open(Kernel.host(), options);
        Nop[] nops = Stream.generate(Nop::new).limit(BATCH).toArray(Nop[]::new);
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS && least > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int batch = 0; batch < ROUND / BATCH; batch++) {
                for (Nop nop : nops) {
                    driver.start(nop);
                }
                while (driver.inFlight() > 0) {
                    driver.step(BATCH);
                }
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertEquals(0, least, "bytes per " + ROUND + " operations");
        assertEquals(driver.counts().ended(), Stream.of(nops).mapToLong(nop -> nop.sum).sum());
        DriverTest.assertClosesCleanly(driver);
    }
}
