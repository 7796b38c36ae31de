package dev.ringmark.runtime.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.ChainReport.Fate;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.DriverOptions;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Chains as units: admitted whole, split nowhere, reported member by member.
class ChainTest { // SR-14, C-22 tier R, C-65 tier R

    @Test
    void members_run_one_after_the_other() {
        try (Loop loop = new Loop();
                OwnedBuffer into = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Chain chain =
                    Chain.of(Write.to(pipe[1], new byte[4]))
                            .then(Read.from(pipe[0], into))
                            .then(Nop.plain());
            ChainReport report = chain.submit(loop.driver).await();
            assertEquals(List.of(Fate.SUCCEEDED, Fate.SUCCEEDED, Fate.SUCCEEDED), report.fates());
            loop.close(pipe);
        }
    }

    @Test
    void a_failure_cancels_what_is_behind_it_but_not_behind_a_hard_link() { // K5
        try (Loop loop = new Loop()) {
            // Not a write: before 5.18 its fd is looked at before anything of the chain begins.
            Op<?> bad = Close.of(Fd.of(9999));
            Chain chain = Chain.of(Nop.plain()).then(bad).then(Nop.plain()).then(Nop.plain());
            assertEquals(
                    List.of(Fate.SUCCEEDED, Fate.FAILED, Fate.CANCELLED, Fate.CANCELLED),
                    chain.submit(loop.driver).await().fates());
            assertEquals(
                    List.of(Fate.FAILED, Fate.SUCCEEDED),
                    Chain.of(bad).thenAlways(Nop.plain()).submit(loop.driver).await().fates());
        }
    }

    @Test
    void a_member_that_takes_too_long_is_cancelled_by_the_kernel() { // UM-33
        try (Loop loop = new Loop();
                OwnedBuffer into = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Chain chain = Chain.of(Read.from(pipe[0], into)).within(Duration.ofMillis(2));
            assertEquals(
                    List.of(Fate.CANCELLED, Fate.SUCCEEDED),
                    chain.submit(loop.driver).await().fates());
            assertFalse(into.isLent());
            loop.run(Write.to(pipe[1], new byte[4]));
            assertEquals(
                    List.of(Fate.SUCCEEDED, Fate.CANCELLED),
                    Chain.of(Read.from(pipe[0], into))
                            .within(Duration.ofHours(1))
                            .submit(loop.driver)
                            .await()
                            .fates());
            loop.close(pipe);
        }
    }

    @Test
    void it_is_admitted_whole_or_not_at_all() { // I-06
        try (Loop loop = new Loop(DriverOptions.permits(3).withSqEntries(4));
                OwnedBuffer into = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Submitted<?> poll = Poll.of(pipe[0], PollEvent.IN).submit(loop.driver);
            Chain three = Chain.of(Nop.plain()).then(Read.from(pipe[0], into)).then(Nop.plain());
            RefusedException refusal =
                    assertThrows(RefusedException.class, () -> three.submit(loop.driver));
            assertEquals(Admission.FULL, refusal.admission());
            assertFalse(into.isLent());
            Chain four = three.then(Nop.plain());
            IllegalArgumentException tooLong =
                    assertThrows(IllegalArgumentException.class, () -> four.submit(loop.driver));
            assertTrue(tooLong.toString().contains("2..3"), tooLong::toString);
            assertFalse(into.isLent());
            poll.cancel();
            loop.await(poll);
            loop.close(pipe);
        }
    }

    @Test
    void two_operations_on_one_buffer_are_refused_and_the_first_gets_it_back() {
        try (Loop loop = new Loop();
                OwnedBuffer both = OwnedBuffer.allocate(4)) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            Chain chain = Chain.of(Write.to(pipe[1], both)).then(Read.from(pipe[0], both));
            assertThrows(IllegalStateException.class, () -> chain.submit(loop.driver));
            assertFalse(both.isLent());
            loop.close(pipe);
        }
    }

    /// An SQ of four, chains of three: each second one does not fit and has to wait for room.
    @Test
    void a_chain_is_never_split_by_a_full_queue() { // K6, UM-04
        try (Loop loop = new Loop(DriverOptions.permits(30).withSqEntries(4))) {
            Op<?> bad = Write.to(Fd.of(9999), new byte[1]);
            List<SubmittedSet> chains = new ArrayList<>();
            for (int at = 0; at < 10; at++) {
                Op<?> again = Write.to(Fd.of(9999), new byte[1]);
                chains.add(Chain.of(again).then(Nop.plain()).then(Nop.plain()).submit(loop.driver));
            }
            for (SubmittedSet chain : chains) {
                assertEquals(
                        List.of(Fate.FAILED, Fate.CANCELLED, Fate.CANCELLED),
                        chain.await().fates());
            }
            assertEquals(
                    Fate.FAILED,
                    Chain.of(bad).then(Nop.plain()).submit(loop.driver).await().fate(0));
        }
    }

    @Test
    void a_chain_that_was_cancelled_before_the_ring_saw_it_never_happened() {
        try (Loop loop = new Loop(DriverOptions.permits(9).withSqEntries(4))) {
            Chain three = Chain.of(Nop.plain()).then(Nop.plain()).then(Nop.plain());
            SubmittedSet first = three.submit(loop.driver);
            SubmittedSet second = three.submit(loop.driver);
            second.cancel();
            Fate never = Fate.NEVER_SUBMITTED;
            assertEquals(List.of(never, never, never), second.await().fates());
            first.await();
        }
    }

    /// The enter takes two of four: the kernel closes the chain there, and what is left must not
    /// run as a chain of its own.
    @Test
    void what_an_enter_tears_off_never_happens() { // C-14, SR-14d
        Faulty faulty = Faulty.over(Kernel.host());
        try (Loop loop = new Loop(faulty, DriverOptions.permits(9))) {
            Fd<FileKind.Any>[] pipe = loop.pipe();
            loop.run(Nop.plain());
            faulty.when(attempt -> attempt.count() == 4, 1, Faulty.Fault.shortSubmit(2));
            Chain chain =
                    Chain.of(Nop.plain())
                            .then(Nop.plain())
                            .then(Write.to(pipe[1], new byte[1]))
                            .then(Write.to(pipe[1], new byte[1]));
            assertEquals(
                    List.of(
                            Fate.SUCCEEDED,
                            Fate.SUCCEEDED,
                            Fate.NEVER_SUBMITTED,
                            Fate.NEVER_SUBMITTED),
                    chain.submit(loop.driver).await().fates());
            assertEquals(1, faulty.fired().size());
            Submitted<Set<PollEvent>> poll = Poll.of(pipe[0], PollEvent.IN).submit(loop.driver);
            loop.run(Nop.plain());
            assertEquals(null, poll.poll());
            poll.cancel();
            loop.await(poll);
            loop.close(pipe);
        }
    }
}
