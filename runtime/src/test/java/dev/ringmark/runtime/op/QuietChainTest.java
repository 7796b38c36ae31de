package dev.ringmark.runtime.op;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.op.ChainReport.Fate;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Chains of which only the end is heard (CQE_SKIP_SUCCESS), and the same ones on a kernel that
/// has no such thing: the same reports, and every member ends once.
@Timeout(60)
class QuietChainTest { // SR-14b, SR-14d, C-22 tier R, C-65 tier R, I-01, I-02, I-17

    private static Loop open(boolean isQuiet) {
        Kernel host = Kernel.host();
        Kernel kernel =
                isQuiet ? host : Masked.hiding(host, FeatureBit.CQE_SKIP, SqeFlag.CQE_SKIP_SUCCESS);
        Loop loop = new Loop(kernel, DriverOptions.permits(16));
        if (!isQuiet) {
            assertFalse(loop.driver.features().isUsed(Feature.QUIET_CHAINS));
        }
        return loop;
    }

    /// Runs a chain, of which one completion tells all where that is possible.
    private static void assertFates(Loop loop, Chain chain, Fate... expected) {
        long before = loop.driver.counts().unsaid();
        ChainReport report = loop.await(chain.submit(loop.driver));
        assertEquals(List.of(expected), report.fates(), chain::toString);
        assertEquals(0, loop.driver.inFlight());
        boolean isQuiet = loop.driver.features().isUsed(Feature.QUIET_CHAINS);
        long unsaid = loop.driver.counts().unsaid() - before;
        assertEquals(isQuiet ? chain.size() - 1 : 0, unsaid, chain::toString);
        assertEquals(0, loop.driver.counts().stale());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_chain_that_succeeds_is_heard_at_its_end(boolean isQuiet) {
        try (Loop loop = open(isQuiet);
                OwnedBuffer into = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            for (int round = 0; round < 100; round++) {
                byte[] data = {1, 2, 3, (byte) round};
                Chain chain =
                        Chain.of(Write.to(pipe[1], data))
                                .then(Read.from(pipe[0], into))
                                .then(Nop.plain())
                                .quietly();
                ChainReport report = loop.await(chain.submit(loop.driver));
                Transfer read = (Transfer) report.members().get(1).take();
                assertEquals(4, read.bytes());
                assertEquals((byte) round, into.view().get(JAVA_BYTE, 3));
            }
            boolean isUsed = loop.driver.features().isUsed(Feature.QUIET_CHAINS); // since 5.17
            assertEquals(isUsed ? 200 : 0, loop.driver.counts().unsaid());
            loop.close(pipe);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_failure_at_each_place_is_told_member_by_member(boolean isQuiet) {
        try (Loop loop = open(isQuiet)) {
            Op<?> good = Nop.plain();
            Op<?> bad = Close.of(Fd.of(9999));
            assertFates(
                    loop,
                    Chain.of(good).then(good).then(bad).quietly(),
                    Fate.SUCCEEDED,
                    Fate.SUCCEEDED,
                    Fate.FAILED);
            assertFates(
                    loop,
                    Chain.of(good).then(bad).then(good).quietly(),
                    Fate.SUCCEEDED,
                    Fate.FAILED,
                    Fate.CANCELLED);
            assertFates(
                    loop,
                    Chain.of(bad).then(good).then(good).quietly(),
                    Fate.FAILED,
                    Fate.CANCELLED,
                    Fate.CANCELLED);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_short_read_ends_the_chain_and_says_how_much_there_was(boolean isQuiet) { // I-22
        try (Loop loop = open(isQuiet);
                OwnedBuffer into = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            loop.run(Write.to(pipe[1], new byte[3]));
            ChainReport report =
                    loop.await(
                            Chain.of(Nop.plain())
                                    .then(Read.from(pipe[0], into))
                                    .then(Write.to(pipe[1], new byte[1]))
                                    .quietly()
                                    .submit(loop.driver));
            assertEquals(List.of(Fate.SUCCEEDED, Fate.SUCCEEDED, Fate.CANCELLED), report.fates());
            assertEquals(3, report.members().get(1).raw());
            assertFalse(into.isLent());
            loop.close(pipe);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_cancel_ends_it_where_it_is(boolean isQuiet) { // I-04
        try (Loop loop = open(isQuiet);
                OwnedBuffer into = OwnedBuffer.allocate(8);
                OwnedBuffer from = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Chain chain =
                    Chain.of(Nop.plain())
                            .then(Read.from(pipe[0], into))
                            .then(Write.to(pipe[1], from))
                            .quietly();
            SubmittedSet set = chain.submit(loop.driver);
            loop.driver.step(64);
            assertTrue(into.isLent() && from.isLent());
            set.cancel();
            ChainReport report = loop.await(set);
            assertEquals(List.of(Fate.SUCCEEDED, Fate.CANCELLED, Fate.CANCELLED), report.fates());
            assertFalse(into.isLent() || from.isLent());
            loop.close(pipe);
        }
    }

    /// The rest of a chain is never begun, and of the beginning nobody will hear: its memory stays.
    @Test
    void what_is_left_of_a_torn_chain_is_unknown_and_keeps_its_memory() throws Exception {
        Faulty faulty = Faulty.over(Kernel.host());
        OwnedBuffer data = OwnedBuffer.allocate(8);
        Driver driver = Driver.open(faulty, DriverOptions.permits(9));
        if (!driver.features().isUsed(Feature.QUIET_CHAINS)) {
            assertEquals(0, driver.close(driver.now()).quarantined());
            return;
        }
        int[] pipe = new int[2];
        assertEquals(0, faulty.calls().pipe(pipe, 0));
        Nop.plain().submit(driver).await();
        faulty.when(attempt -> attempt.count() == 3, 1, Faulty.Fault.shortSubmit(1));
        Chain chain = Chain.of(Write.to(Fd.of(pipe[1]), data)).then(Nop.plain()).then(Nop.plain());
        SubmittedSet set = chain.quietly().submit(driver);
        ChainReport report = set.await();
        assertEquals(
                List.of(Fate.UNKNOWN, Fate.NEVER_SUBMITTED, Fate.NEVER_SUBMITTED), report.fates());
        assertTrue(data.isLent());
        // Before it is done the close would cancel it, and a cancel is heard.
        assertEquals(1, faulty.calls().poll(pipe[0], 1, 10_000));
        assertEquals(1, driver.close(driver.now() + 50_000_000).quarantined());
        assertTrue(data.isLent());
        assertEquals(0, faulty.calls().close(pipe[0]) | faulty.calls().close(pipe[1]));
    }

    /// An operation that cannot be prepared ends its chain before the kernel sees any of it.
    @Test
    void a_member_that_throws_ends_the_others() {
        try (Loop loop = new Loop();
                OwnedBuffer data = OwnedBuffer.allocate(1)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            ChainReport report =
                    loop.await(
                            Chain.of(Write.to(pipe[1], data))
                                    .then(new Thrower())
                                    .then(Nop.plain())
                                    .quietly()
                                    .submit(loop.driver));
            boolean isQuiet = loop.driver.features().isUsed(Feature.QUIET_CHAINS);
            for (int at = isQuiet ? 0 : 1; at < 3; at++) { // else the first one runs, and is heard
                assertEquals(EndReason.UNPREPARED, report.members().get(at).endReason());
            }
            assertEquals(1, loop.driver.counts().callbackFailures());
            assertFalse(data.isLent());
            loop.run(Write.to(pipe[1], new byte[1]));
            int written = isQuiet ? 1 : 2;
            assertEquals(written, loop.run(Read.from(pipe[0], new byte[8])).take().bytes());
            loop.close(pipe);
            loop.forgiveCallbacks();
        }
    }

    private static final class Thrower extends Op<Integer> {

        @Override
        public Opcode opcode() {
            return Opcode.NOP;
        }

        @Override
        protected void prepare(Sqe sqe, Scratch scratch) {
            throw new IllegalStateException("on purpose");
        }

        @Override
        protected Integer decode(int result, int flags, Scratch scratch) {
            return result;
        }

        @Override
        protected int quietResult() {
            return 0;
        }
    }

    @Test
    void what_does_not_go_with_silence_is_refused() {
        try (Loop loop = new Loop();
                OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Op<?> nop = Nop.plain();
            List<Chain> illegal =
                    List.of(
                            Chain.of(Send.to(pipe[0], buffer)).then(nop),
                            Chain.of(Receive.from(pipe[0], buffer)).then(nop),
                            Chain.of(Open.path("/")).then(nop),
                            Chain.of(Nop.answering(3)).then(nop),
                            Chain.of(nop).thenAlways(nop),
                            Chain.of(nop).within(Duration.ofSeconds(1)));
            for (Chain chain : illegal) {
                IllegalArgumentException refusal =
                        assertThrows(IllegalArgumentException.class, chain::quietly);
                assertTrue(refusal.toString().contains("expected"), refusal::toString);
            }
            Chain quiet = Chain.of(nop).then(nop).quietly();
            assertThrows(IllegalArgumentException.class, () -> quiet.thenAlways(nop));
            assertFates(loop, quiet, Fate.SUCCEEDED, Fate.SUCCEEDED);
            loop.close(pipe);
        }
    }

    /// The ring refuses IO_DRAIN after the first CQE that was left out (S056): the driver does it.
    @Test
    void what_is_drained_begins_behind_silence_too() {
        try (Loop loop = new Loop()) {
            Op<Integer> drained = Nop.plain().drained();
            Chain quiet = Chain.of(Nop.plain()).then(drained).quietly();
            assertFates(loop, quiet, Fate.SUCCEEDED, Fate.SUCCEEDED);
            assertEquals(0, loop.run(drained).take());
            assertFates(loop, quiet, Fate.SUCCEEDED, Fate.SUCCEEDED);
        }
    }

    @Test
    void many_of_them_at_once_end_once_each() {
        try (Loop loop = new Loop(DriverOptions.permits(512).withSqEntries(64))) {
            List<SubmittedSet> sets = new ArrayList<>();
            for (int at = 0; at < 128; at++) {
                Op<?> last = at % 3 == 0 ? Close.of(Fd.of(9999)) : Nop.plain();
                Op<?> middle = at % 5 == 0 ? Close.of(Fd.of(9999)) : Nop.plain();
                sets.add(
                        Chain.of(Nop.plain())
                                .then(Nop.plain().async())
                                .then(middle)
                                .then(last)
                                .quietly()
                                .submit(loop.driver));
            }
            for (int at = 0; at < 128; at++) {
                List<Fate> fates = loop.await(sets.get(at)).fates();
                Fate middle = at % 5 == 0 ? Fate.FAILED : Fate.SUCCEEDED;
                Fate last = at % 3 == 0 ? Fate.FAILED : Fate.SUCCEEDED;
                assertEquals(middle, fates.get(2));
                assertEquals(at % 5 == 0 ? Fate.CANCELLED : last, fates.get(3));
            }
            assertEquals(loop.driver.counts().accepted(), loop.driver.counts().ended());
        }
    }
}
