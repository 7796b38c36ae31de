package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.HostNeeds;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.ring.Completions.Completion;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The facts about the kernel that the driver is built on, asked of the kernel that runs the tests.
///
/// K10, K11, K13, K16, K19 and K23 are asserted where the driver meets them;
/// `KernelFactsCitedTest` counts.
class KernelFactsTest {

    private static final int CANCELED = -125;
    private static final int TIMEOUT = -62;
    private static final int NO_ENTRY = -2;
    private static final int INVALID = -22;
    private static final int IO_ERROR = -5;
    private static final int BAD_OPCODE = 250;
    private static final int POLLIN = 1;
    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int WAITALL = 0x100;

    private final Kernel kernel = Kernel.host();
    private final SystemCalls calls = kernel.calls();
    private final Arena arena = Arena.ofShared();
    private final List<Integer> fds = new ArrayList<>();

    @BeforeAll
    static void needsAKernelWithInjectedResults() {
        KernelVersion here = Features.of(Kernel.host()).version();
        Assumptions.assumeTrue(
                here.compareTo(KernelVersion.parse("6.10")) >= 0,
                () -> "measured on 6.18; some of it is not so on " + here);
    }

    @AfterEach
    void closeFds() {
        fds.forEach(kernel::close);
    }

    private Ring ring(int sqEntries, int cqEntries, SetupFlag... flags) {
        RingOptions options = RingOptions.entries(sqEntries).withCqEntries(cqEntries).with(flags);
        HostNeeds.ring(options);
        return Ring.open(kernel, options);
    }

    private int[] pipe() {
        int[] ends = new int[2];
        assertEquals(0, calls.pipe(ends, 0));
        fds.add(ends[0]);
        fds.add(ends[1]);
        return ends;
    }

    private static Sqe next(Ring ring, Opcode opcode, int fd, MemorySegment memory, long tag) {
        return Completions.next(ring)
                .prepare(opcode, fd, memory.address(), (int) memory.byteSize(), -1)
                .userData(tag);
    }

    private static List<Completion> takeAll(Ring ring, int count) {
        List<Completion> taken = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            taken.add(Completions.take(ring));
        }
        return taken;
    }

    private static List<Long> tags(List<Completion> completions) {
        return completions.stream().map(Completion::userData).toList();
    }

    /// Submits NOPs in full queues, and reaps nothing.
    private static void overflow(Ring ring, int count) {
        for (int at = 0; at < count; at += ring.sqEntries()) {
            Completions.nops(ring, at, ring.sqEntries());
            assertEquals(ring.sqEntries(), ring.submit());
        }
    }

    private static void assertAllComeInOrder(Ring ring, int count) {
        List<Long> expected = LongStream.range(0, count).boxed().toList();
        assertEquals(expected, tags(takeAll(ring, count)));
        assertFalse(ring.has(RingFlag.SQ_CQ_OVERFLOW));
    }

    @Test
    void a_full_cq_refuses_nothing_and_loses_nothing() { // K1, K2
        try (Ring ring = ring(4, 8)) {
            overflow(ring, 64);
            assertTrue(ring.has(RingFlag.SQ_CQ_OVERFLOW));
            assertEquals(0, ring.memory().cqOverflow());
            assertEquals(0, ring.flush(), "not -EBUSY");
            assertAllComeInOrder(ring, 64);
        }
    }

    @Test
    void deferred_work_overflows_alike() { // K21
        try (Ring ring = ring(4, 8, SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN)) {
            overflow(ring, 16);
            assertAllComeInOrder(ring, 16);
        }
    }

    @Test
    void a_broken_entry_ends_a_batch_unless_all_are_asked_for() { // K3
        for (boolean isAll : new boolean[] {false, true}) {
            try (Ring ring = isAll ? ring(4, 8, SetupFlag.SUBMIT_ALL) : ring(4, 8)) {
                Completions.nops(ring, 0, 1);
                Completions.next(ring).prepare(BAD_OPCODE, -1, 0, 0, 0).userData(1);
                Completions.nops(ring, 2, 1);
                assertEquals(isAll ? 3 : 2, ring.submit());
                assertEquals(isAll ? 0 : 1, ring.pending());
                List<Completion> taken = takeAll(ring, 3);
                assertEquals(List.of(0L, 1L, 2L), tags(taken));
                assertEquals(INVALID, taken.get(1).result());
            }
        }
    }

    /// A NOP that ends with a result of ours.
    private static Sqe inject(Ring ring, int result, long tag) {
        return Completions.next(ring)
                .prepare(Opcode.NOP, -1, 0, result, 0)
                .operationFlags(NopFlag.INJECT_RESULT.bits())
                .userData(tag);
    }

    @Test
    void a_nop_ends_as_it_is_told() { // K4
        try (Ring ring = ring(4, 8)) {
            for (int result : new int[] {0, 7, IO_ERROR, CANCELED}) {
                inject(ring, result, 1);
                assertEquals(new Completion(1, result, 0), Completions.take(ring));
            }
        }
    }

    @Test
    void a_failed_link_ends_its_chain_and_nothing_else() { // K5
        for (SqeFlag link : new SqeFlag[] {SqeFlag.IO_LINK, SqeFlag.IO_HARDLINK}) {
            try (Ring ring = ring(8, 16)) {
                inject(ring, IO_ERROR, 0).flag(link);
                inject(ring, 0, 1).flag(link);
                inject(ring, 0, 2);
                inject(ring, 0, 3);
                assertEquals(4, ring.submit());
                int[] results = new int[4];
                takeAll(ring, 4).forEach(each -> results[(int) each.userData()] = each.result());
                int follower = link == SqeFlag.IO_LINK ? CANCELED : 0;
                assertEquals(
                        List.of(IO_ERROR, follower, follower, 0),
                        List.of(results[0], results[1], results[2], results[3]));
            }
        }
    }

    @Test
    void a_chain_ends_with_its_enter() { // K6
        try (Ring ring = ring(8, 16)) {
            inject(ring, IO_ERROR, 0).flag(SqeFlag.IO_LINK);
            assertEquals(1, ring.submit());
            inject(ring, 0, 1);
            assertEquals(1, ring.submit());
            int[] results = new int[2];
            takeAll(ring, 2).forEach(each -> results[(int) each.userData()] = each.result());
            assertEquals(List.of(IO_ERROR, 0), List.of(results[0], results[1]));
        }
    }

    @Test
    void what_another_thread_may_not_submit_stays_published() throws InterruptedException { // K7
        try (Ring ring = ring(4, 8, SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN)) {
            Completions.nops(ring, 0, 1);
            int[] result = new int[1];
            Thread other = Thread.ofPlatform().start(() -> result[0] = ring.submit());
            other.join();
            assertEquals(Errno.EEXIST.negative(), result[0]);
            assertEquals(1, ring.pending());
            assertEquals(1, ring.submit());
        }
    }

    @Test
    void deferred_completions_wait_for_an_enter() { // K8
        try (Ring ring = ring(4, 8, SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN)) {
            int[] ends = pipe();
            MemorySegment memory = arena.allocate(8);
            next(ring, Opcode.READ, ends[0], memory, 1);
            ring.submit();
            calls.write(ends[1], memory);
            assertNull(ring.peek());
            assertEquals(0, ring.flush());
            assertEquals(new Completion(1, 8, 0), Completions.reap(ring));
        }
    }

    @Test
    void messages_overflow_and_are_not_lost() { // K9
        try (Ring from = ring(32, 64);
                Ring to = ring(4, 8)) {
            for (int at = 0; at < 20; at++) {
                Completions.next(from).prepare(Opcode.MSG_RING, to.fd(), 0, 0, at);
            }
            assertEquals(20, from.submit());
            takeAll(from, 20).forEach(each -> assertEquals(0, each.result()));
            assertAllComeInOrder(to, 20);
        }
    }

    @Test
    void overflow_ends_a_multishot_without_a_word() { // K12
        try (Ring ring = ring(4, 8)) {
            int fd = calls.eventFd(0, 0);
            fds.add(fd);
            Completions.next(ring)
                    .prepare(Opcode.POLL_ADD, fd, 0, PollFlag.ADD_MULTI.bits(), 0)
                    .operationFlags(POLLIN);
            ring.submit();
            MemorySegment one = arena.allocate(8);
            one.set(JAVA_LONG, 0, 1);
            for (int at = 0; at < 40; at++) {
                calls.write(fd, one);
                ring.flush(); // runs the work, reaps nothing
            }
            int posted = 0;
            for (boolean hasMore = true; hasMore; posted++) {
                hasMore = (Completions.take(ring).flags() & CqeFlag.MORE.bits()) != 0;
            }
            assertTrue(posted < 40, "it went on");
            ring.flush();
            assertNull(ring.peek(), "nothing comes after the last");
        }
    }

    @Test
    void a_ring_closed_by_its_fd_lives_on_in_its_mappings() { // K14
        int[] ends = pipe();
        MemorySegment memory = arena.allocate(1);
        // Not try-with-resources: its fd is closed under it, and it stays mapped for good.
        Ring ring = Ring.open(kernel, RingOptions.entries(4));
        next(ring, Opcode.READ, ends[0], memory, 1);
        ring.submit();
        assertEquals(0, kernel.close(ring.fd()));
        MemorySegment said = arena.allocate(1);
        said.set(JAVA_BYTE, 0, (byte) 42);
        calls.write(ends[1], said);
        long patience = System.nanoTime() + Completions.PATIENCE.toNanos();
        while (memory.get(JAVA_BYTE, 0) != 42) {
            assertTrue(System.nanoTime() < patience, "the read ended with the fd");
            calls.poll(ends[1], 0, 1); // lets this thread's deferred work run
        }
        assertEquals(new Completion(1, 1, 0), Completions.reap(ring));
    }

    @Test
    void a_cancel_answers_before_its_target_does() { // K17
        try (Ring ring = ring(4, 8)) {
            next(ring, Opcode.READ, pipe()[0], arena.allocate(8), 1);
            Completions.next(ring).prepare(Opcode.ASYNC_CANCEL, -1, 1, 0, 0).userData(2);
            Completions.next(ring).prepare(Opcode.ASYNC_CANCEL, -1, 77, 0, 0).userData(3);
            assertEquals(3, ring.submit());
            List<Completion> taken = takeAll(ring, 3);
            assertEquals(
                    List.of(
                            new Completion(2, 0, 0),
                            new Completion(3, NO_ENTRY, 0),
                            new Completion(1, CANCELED, 0)),
                    taken);
        }
    }

    @Test
    void a_drain_holds_up_everything_behind_it() { // K18
        try (Ring ring = ring(4, 8)) {
            int[] ends = pipe();
            MemorySegment memory = arena.allocate(8);
            next(ring, Opcode.READ, ends[0], memory, 0);
            inject(ring, 0, 1).flag(SqeFlag.IO_DRAIN);
            inject(ring, 0, 2);
            assertEquals(3, ring.submit());
            ring.flush();
            assertNull(ring.peek());
            calls.write(ends[1], memory);
            assertEquals(List.of(0L, 1L, 2L), tags(takeAll(ring, 3)));
        }
    }

    @Test
    void a_disabled_ring_cannot_be_entered() { // K20
        try (Ring ring = ring(4, 8, SetupFlag.R_DISABLED)) {
            Completions.nops(ring, 0, 1);
            assertEquals(Errno.EBADFD.negative(), ring.submit());
            assertEquals(0, ring.enable());
            assertEquals(1, ring.submit());
        }
    }

    @Test
    void which_short_transfer_breaks_a_link_is_the_opcodes_affair() { // K22
        assertEquals(CANCELED, resultBehind(Opcode.READ, 0, pipe(), false));
        assertEquals(0, resultBehind(Opcode.RECV, 0, sockets(), false));
        assertEquals(CANCELED, resultBehind(Opcode.RECV, WAITALL, sockets(), true));
    }

    /// What becomes of a NOP linked to a transfer of which 3 of 8 bytes can be had.
    private int resultBehind(Opcode opcode, int flags, int[] ends, boolean ends3) {
        try (Ring ring = ring(4, 8)) {
            calls.write(ends[1], arena.allocate(3));
            if (ends3) {
                kernel.close(ends[1]);
                fds.removeIf(fd -> fd == ends[1]);
            }
            Completions.next(ring)
                    .prepare(opcode, ends[0], arena.allocate(8).address(), 8, 0)
                    .operationFlags(flags)
                    .userData(1)
                    .flag(SqeFlag.IO_LINK);
            inject(ring, 0, 2);
            ring.submit();
            List<Completion> taken = takeAll(ring, 2);
            assertEquals(3, taken.getFirst().result());
            return taken.getLast().result();
        }
    }

    private int[] sockets() {
        int[] ends = new int[2];
        assertEquals(0, calls.socketPair(AF_UNIX, SOCK_STREAM, 0, ends));
        fds.add(ends[0]);
        fds.add(ends[1]);
        return ends;
    }

    @Test
    void a_timespec_is_read_at_submission() { // K24
        try (Ring ring = ring(4, 8)) {
            MemorySegment timespec = arena.allocate(16, 8);
            timespec.set(JAVA_LONG, 8, 1_000_000);
            Completions.next(ring).prepare(Opcode.TIMEOUT, -1, timespec.address(), 1, 0);
            ring.submit();
            timespec.set(JAVA_LONG, 0, 3600);
            assertEquals(TIMEOUT, Completions.take(ring).result());
        }
    }

    @Test
    void only_a_success_is_silent() { // K25
        try (Ring ring = ring(4, 8)) {
            inject(ring, IO_ERROR, 1).flag(SqeFlag.CQE_SKIP_SUCCESS);
            inject(ring, 0, 2).flag(SqeFlag.CQE_SKIP_SUCCESS);
            ring.submit();
            assertEquals(new Completion(1, IO_ERROR, 0), Completions.take(ring));
            ring.flush();
            assertNull(ring.peek());
        }
    }

    /// But for the read on a worker that is just handing it over to a poll (docs/findings.md): that
    /// takes a second one, which finds it.
    @Test
    void one_cancel_ends_whatever_there_is() { // K26
        try (Ring ring = ring(8, 16)) {
            MemorySegment hour = arena.allocate(16, 8);
            hour.set(JAVA_LONG, 0, 3600);
            next(ring, Opcode.READ, pipe()[0], arena.allocate(8), 1);
            next(ring, Opcode.READ, pipe()[0], arena.allocate(8), 2).flag(SqeFlag.ASYNC);
            Completions.next(ring)
                    .prepare(Opcode.POLL_ADD, pipe()[0], 0, 0, 0)
                    .operationFlags(POLLIN)
                    .userData(3);
            Completions.next(ring).prepare(Opcode.TIMEOUT, -1, hour.address(), 1, 0).userData(4);
            assertEquals(4, ring.submit());
            cancelAll(ring);
            List<Completion> taken = new ArrayList<>(takeAll(ring, 4));
            if (taken.remove(new Completion(9, 3, 0))) {
                assertFalse(tags(taken).contains(2L), taken::toString);
                cancelAll(ring);
                taken.addAll(takeAll(ring, 2));
                assertTrue(taken.remove(new Completion(9, 1, 0)), taken::toString);
            } else {
                taken.addAll(takeAll(ring, 1));
                assertTrue(taken.remove(new Completion(9, 4, 0)), taken::toString);
            }
            taken.forEach(each -> assertEquals(CANCELED, each.result(), taken::toString));
            assertEquals(Set.of(1L, 2L, 3L, 4L), Set.copyOf(tags(taken)));
        }
    }

    private static void cancelAll(Ring ring) {
        int which = CancelFlag.ANY.bits() | CancelFlag.ALL.bits();
        Completions.next(ring)
                .prepare(Opcode.ASYNC_CANCEL, -1, 0, 0, 0)
                .operationFlags(which)
                .userData(9);
    }
}
