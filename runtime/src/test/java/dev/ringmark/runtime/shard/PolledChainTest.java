package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chains on SQPOLL rings, whose kernel thread takes SQEs while nobody looks.
@Timeout(60)
class PolledChainTest { // C-22 tier R, I-17

    private static final int NO_FILE = 1 << 20;
    private static final int CHAINS = 20_000;
    private static final int BAD = Errno.EBADF.negative();
    private static final int CANCELED = Errno.ECANCELED.negative();

    /// A close of a file that is not there, or a NOP.
    private static final class Member extends Operation {

        private final boolean fails;
        private int result;
        private boolean isBack;

        Member(boolean fails) {
            this.fails = fails;
        }

        @Override
        protected void prepare(Sqe sqe) {
            if (fails) {
                sqe.prepare(Opcode.CLOSE, NO_FILE, 0, 0, 0);
            } else {
                sqe.prepare(Opcode.NOP, -1, 0, 0, 0);
            }
        }

        @Override
        protected void completed(int cqeResult, int flags, boolean isLast) {
            result = cqeResult;
        }

        @Override
        protected void abandoned(EndReason reason) {
            result = Integer.MIN_VALUE;
        }

        @Override
        protected void released() {
            isBack = true;
        }
    }

    /// The driver publishes a chain with one store of the tail, and the thread takes what the tail
    /// says: whenever it looks, it finds a whole chain or none of it.
    @ParameterizedTest
    @ValueSource(ints = {4, 16})
    void the_thread_takes_whole_chains(int sqEntries) {
        DriverOptions options =
                DriverOptions.permits(64).withSqEntries(sqEntries).with(SetupFlag.SQPOLL);
        Driver driver = Driver.open(Kernel.host(), options);
        SqeFlag[] links = new SqeFlag[3];
        Arrays.fill(links, SqeFlag.IO_LINK);
        Member[][] chains = new Member[8][];
        for (int at = 0; at < CHAINS; at++) {
            int which = at % chains.length;
            Member[] before = chains[which];
            while (before != null && !before[3].isBack) {
                turn(driver);
            }
            judge(before);
            int bad = at % 3;
            Member[] chain = new Member[4];
            for (int index = 0; index < chain.length; index++) {
                chain[index] = new Member(index == bad);
            }
            while (driver.startChain(chain, links) == Admission.FULL) {
                turn(driver);
            }
            chains[which] = chain;
        }
        for (Member[] chain : chains) {
            while (!chain[3].isBack) {
                turn(driver);
            }
            judge(chain);
        }
        assertEquals(0, driver.close(driver.now() + 1_000_000_000L).quarantined());
    }

    private static void turn(Driver driver) {
        if (driver.step(64) == 0) {
            driver.await(Driver.NEVER);
        }
    }

    private static void judge(Member[] chain) {
        boolean hasFailed = false;
        for (int at = 0; chain != null && at < chain.length; at++) {
            int expected = hasFailed ? CANCELED : chain[at].fails ? BAD : 0;
            assertEquals(expected, chain[at].result, "member " + at);
            hasFailed |= chain[at].fails;
        }
    }

    /// A thread that serves two rings takes 8 SQEs of one before it looks at the other
    /// (io_uring/sqpoll.c, __io_sq_thread(), IORING_SQPOLL_CAP_ENTRIES_VALUE, seen on 6.18): the
    /// ninth member of a chain begins another. So a driver's ring has a thread of its own.
    @Test
    void a_thread_of_two_rings_tears_chains_longer_than_eight() {
        int count = 12;
        try (Ring ring = Ring.open(Kernel.host(), RingOptions.entries(16).withSqThread(1000));
                Ring other =
                        Ring.open(
                                Kernel.host(),
                                RingOptions.entries(2).withSqThread(1000).attachedTo(ring.fd()))) {
            assertTrue(other.fd() >= 0);
            for (int at = 0; at < count; at++) {
                Sqe sqe = Objects.requireNonNull(ring.nextSqe());
                sqe.prepare(at == 0 ? Opcode.CLOSE : Opcode.NOP, at == 0 ? NO_FILE : -1, 0, 0, 0)
                        .userData(at);
                if (at < count - 1) {
                    sqe.flag(SqeFlag.IO_LINK);
                }
            }
            ring.submit();
            ring.submitAndWait(count, Duration.ofSeconds(10));
            int[] results = new int[count];
            for (int at = 0; at < count; at++) {
                Cqe cqe = Objects.requireNonNull(ring.peek());
                results[(int) cqe.userData()] = cqe.result();
                ring.advance();
            }
            int[] expected = new int[count];
            Arrays.fill(expected, 1, 8, CANCELED);
            expected[0] = BAD;
            assertEquals(Arrays.toString(expected), Arrays.toString(results));
        }
    }
}
