package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.WakeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is drained begins behind everything before it, and before everything behind it.
@Timeout(60)
class DrainTest { // SR-14b, I-17

    @ParameterizedTest
    @EnumSource
    void it_waits_for_what_is_before_it_and_holds_up_what_is_behind(WakeKind wake) {
        try (Loop loop = new Loop(DriverOptions.permits(16).withWake(wake))) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Submitted<Transfer> before = Read.from(pipe[0], new byte[4]).submit(loop.driver);
            Submitted<Integer> drained = Nop.plain().drained().submit(loop.driver);
            Submitted<Integer> behind = Nop.plain().submit(loop.driver);
            loop.driver.step(64);
            loop.driver.await(loop.driver.now() + 5_000_000);
            loop.driver.step(64);
            assertNull(before.poll());
            assertNull(drained.poll());
            assertNull(behind.poll());
            before.cancel();
            assertTrue(loop.await(before).isStopped());
            assertEquals(0, loop.await(drained).take());
            assertEquals(0, loop.await(behind).take());
            loop.close(pipe);
        }
    }

    @Test
    void a_drained_operation_by_itself_begins_at_once() {
        try (Loop loop = new Loop()) {
            for (int round = 0; round < 20; round++) {
                assertEquals(0, loop.run(Nop.plain().drained()).take());
                assertEquals(0, loop.run(Nop.plain()).take());
            }
        }
    }

    /// Several of them in a line, among others: the order of the ends is that of the barriers.
    @Test
    void many_of_them_end_in_their_order() {
        try (Loop loop = new Loop(DriverOptions.permits(256).withSqEntries(8))) {
            List<Integer> order = new ArrayList<>();
            List<Run<Integer>> runs = new ArrayList<>();
            for (int at = 0; at < 200; at++) {
                int group = at / 10;
                Run<Integer> run = new Run<>(loop.driver, new Noted(order, group));
                runs.add(run);
                Op<Integer> nop = at % 3 == 0 ? Nop.plain().async() : Nop.plain();
                assertTrue(run.start(at % 10 == 0 ? nop.drained() : nop).isTaken());
            }
            loop.until(() -> order.size() == 200);
            List<Integer> sorted = order.stream().sorted().toList();
            assertEquals(sorted, order);
            runs.forEach(Run::close);
        }
    }

    @Test
    void what_waits_behind_a_barrier_ends_by_a_cancel_and_by_the_close() { // I-10, I-16
        Loop loop = new Loop();
        Fd<FileKind.Any>[] pipe = loop.pipe();
        Submitted<Set<PollEvent>> before = Poll.of(pipe[0], PollEvent.IN).submit(loop.driver);
        Submitted<Integer> drained = Nop.plain().drained().submit(loop.driver);
        Submitted<Integer> behind = Nop.plain().submit(loop.driver);
        loop.driver.step(64);
        assertTrue(behind.cancel());
        assertTrue(loop.await(behind).isCancelled());
        loop.close(pipe);
        loop.close();
        assertTrue(before.poll() != null && drained.poll() != null);
        assertEquals(EndReason.CLOSING, drained.await().endReason());
    }

    /// It sleeps meanwhile: no turn goes by for what is held up.
    @Test
    void a_loop_sleeps_while_a_barrier_waits() { // I-08
        try (Loop loop = new Loop()) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Submitted<Set<PollEvent>> before = Poll.of(pipe[0], PollEvent.IN).submit(loop.driver);
            Submitted<Integer> drained = Nop.plain().drained().submit(loop.driver);
            loop.driver.step(64);
            long start = loop.driver.now();
            long enters = loop.driver.counts().enters();
            while (loop.driver.now() - start < 100_000_000) {
                loop.driver.step(64);
                loop.driver.await(start + 100_000_000);
            }
            assertTrue(loop.driver.counts().enters() - enters < 20);
            assertTrue(before.cancel());
            assertEquals(0, loop.await(drained).take());
            loop.close(pipe);
        }
    }

    private record Noted(List<Integer> order, int group) implements RunListener<Integer> {

        @Override
        public void completed(Run<Integer> run, int result, int flags) {
            order.add(group);
        }

        @Override
        public void abandoned(Run<Integer> run, EndReason reason) {
            order.add(-1);
        }
    }
}
