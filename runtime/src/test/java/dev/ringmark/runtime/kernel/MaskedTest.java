package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RegistrationOption;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MaskedTest {

    private static final int EINVAL = Errno.EINVAL.negative();

    static RingOptions[] modes() {
        RingOptions plain = RingOptions.entries(8);
        return new RingOptions[] {
            plain,
            plain.with(SetupFlag.SUBMIT_ALL),
            plain.with(SetupFlag.NO_SQARRAY),
            plain.with(SetupFlag.SQE128, SetupFlag.CQE32),
            plain.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN),
            plain.with(SetupFlag.NO_MMAP, SetupFlag.NO_SQARRAY),
        };
    }

    @ParameterizedTest
    @MethodSource("modes")
    void a_hidden_opcode_is_answered_as_an_unknown_one(RingOptions options) { // S022, S023
        HostNeeds.ring(options);
        try (Ring real = Ring.open(Kernel.host(), options);
                Ring ring = openWithout(options, Opcode.TIMEOUT)) {
            for (int round = 0; round < 20; round++) { // beyond the wrap
                String expected = chain(real, 200, round);
                assertEquals(expected, chain(ring, Opcode.TIMEOUT.bits(), round));
            }
        }
    }

    /// Submits NOP, the opcode, NOP until all are consumed, and tells what happened.
    private static String chain(Ring ring, int opcode, int round) {
        StringBuilder seen = new StringBuilder();
        sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(round);
        sqe(ring).prepare(opcode, -1, 0, 1, 0).userData(1000 + round);
        sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(2000 + round);
        for (int tries = 0; ring.pending() > 0 && tries < 4; tries++) {
            seen.append("submitted ").append(ring.submitAndWait(1)).append('\n');
        }
        for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
            seen.append(cqe.userData()).append(' ').append(cqe.result()).append('\n');
            ring.advance();
        }
        return seen.toString();
    }

    @Test
    void a_hidden_opcode_is_met_through_a_registered_ring_too() { // S183
        try (Ring ring = openWithout(RingOptions.entries(4), Opcode.TIMEOUT)) {
            assertEquals(0, ring.registerRingFd());
            assertTrue(chain(ring, Opcode.TIMEOUT.bits(), 1).contains("1001 " + EINVAL));
        }
    }

    @Test
    void a_ring_stays_seen_when_one_of_two_mappings_of_a_region_goes() {
        Kernel kernel = Masked.hiding(Kernel.host(), Opcode.TIMEOUT);
        try (Ring ring = Ring.open(kernel, RingOptions.entries(8))) {
            long size = ring.memory().sqes().byteSize();
            kernel.map(ring.fd(), MmapOffset.SQES.value(), size).close();
            assertEquals(chain(200), chain(ring, Opcode.TIMEOUT.bits(), 1));
        }
    }

    /// What a chain with an opcode gives on a ring of the real kernel.
    private static String chain(int opcode) {
        try (Ring real = Ring.open(Kernel.host(), RingOptions.entries(8))) {
            return chain(real, opcode, 1);
        }
    }

    @Test
    void only_what_is_submitted_is_looked_at() {
        try (Ring ring = openWithout(RingOptions.entries(4), Opcode.TIMEOUT)) {
            sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0);
            sqe(ring).prepare(Opcode.TIMEOUT, -1, 0, 1, 0);
            ring.memory().publishSqTail(2);
            assertEquals(1, ring.enter(1, 0, 0, MemorySegment.NULL, 0));
            long second = ring.memory().sqeOffset(1);
            assertEquals(Opcode.TIMEOUT.bits(), ring.memory().sqes().get(JAVA_BYTE, second));
        }
    }

    @Test
    void a_hidden_flag_of_an_sqe_is_answered_as_an_unknown_one() { // S026
        try (Ring ring =
                openWithout(
                        RingOptions.entries(4), SqeFlag.CQE_SKIP_SUCCESS, NopFlag.INJECT_RESULT)) {
            sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0).flag(SqeFlag.CQE_SKIP_SUCCESS);
            assertEquals(EINVAL, submitOne(ring));
            sqe(ring).prepare(Opcode.NOP, -1, 0, 7, 0).operationFlags(NopFlag.INJECT_RESULT.bits());
            assertEquals(EINVAL, submitOne(ring));
            sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0).flag(SqeFlag.ASYNC);
            assertEquals(0, submitOne(ring));
        }
    }

    @Test
    void hiding_what_sqes_say_hides_SQPOLL_because_its_thread_makes_no_calls() {
        Kernel kernel = Masked.hiding(Kernel.host(), Opcode.TIMEOUT);
        RingOptions polled = RingOptions.entries(4).withSqThread(10);
        RingException refused = assertThrows(RingException.class, () -> Ring.open(kernel, polled));
        assertEquals(EINVAL, refused.result());
        assertTrue(kernel.binding().endsWith(" without IORING_OP_TIMEOUT, IORING_SETUP_SQPOLL"));
        Ring.open(Masked.hiding(Kernel.host(), RegisterOp.PROBE), polled).close();
    }

    @ParameterizedTest
    @EnumSource(
            value = SetupFlag.class,
            names = {"SUBMIT_ALL", "CLAMP", "CQE32", "NO_SQARRAY"})
    void a_hidden_setup_flag_is_refused(SetupFlag flag) { // S005
        RingOptions options = RingOptions.entries(4).with(flag);
        HostNeeds.ring(options);
        Kernel kernel = Masked.hiding(Kernel.host(), flag);
        RingException refused = assertThrows(RingException.class, () -> Ring.open(kernel, options));
        assertEquals(EINVAL, refused.result());
        Ring.open(kernel, RingOptions.entries(4)).close();
    }

    @Test
    void parameters_that_are_no_memory_get_the_kernels_own_answer() { // S005
        Kernel kernel = Masked.hiding(Kernel.host(), SetupFlag.CLAMP);
        assertEquals(Errno.EFAULT.negative(), kernel.setup(4, MemorySegment.ofAddress(1)));
    }

    @Test
    void a_hidden_feature_bit_is_clear_and_the_ring_does_without() { // B24
        RingOptions options = RingOptions.entries(8).with(SetupFlag.NO_SQARRAY);
        HostNeeds.ring(options);
        try (Ring ring =
                openWithout(
                        options, FeatureBit.SINGLE_MMAP, FeatureBit.EXT_ARG, EnterFlag.EXT_ARG)) {
            assertFalse(ring.has(FeatureBit.SINGLE_MMAP));
            assertTrue(ring.has(FeatureBit.NODROP));
            for (int round = 0; round < 50; round++) {
                sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(round);
                assertEquals(1, ring.submitAndWait(1, Duration.ofSeconds(5)));
                Cqe cqe = ring.peek();
                assertNotNull(cqe);
                assertEquals(round, cqe.userData());
                ring.advance();
            }
            assertEquals(Errno.ETIME.negative(), ring.submitAndWait(1, Duration.ofMillis(5)));
        }
    }

    @Test
    void a_hidden_enter_flag_is_refused_and_consumes_nothing() { // S030
        try (Ring ring = openWithout(RingOptions.entries(4), EnterFlag.NO_IOWAIT)) {
            sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0);
            assertEquals(EINVAL, ring.submitAndWait(1, EnterFlag.NO_IOWAIT.bits()));
            assertEquals(1, ring.pending());
            assertEquals(1, ring.submitAndWait(1));
        }
    }

    @Test
    void a_hidden_register_operation_is_refused_by_fd_and_by_index() { // S185
        Kernel kernel = Masked.hiding(Kernel.host(), RegisterOp.PROBE);
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4));
                Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(ProbeLayout.SIZE + 256 * ProbeOpLayout.SIZE);
            assertEquals(EINVAL, ring.register(RegisterOp.PROBE, probe, 256));
            int byIndex =
                    RegisterOp.PROBE.bits()
                            | RegistrationOption.REGISTER_USE_REGISTERED_RING.bits();
            assertEquals(EINVAL, kernel.register(0, byIndex, probe, 256));
        }
    }

    @Test
    void hidden_flags_of_register_operations_are_refused() {
        Kernel kernel =
                Masked.hiding(
                        Kernel.host(), BufferRingFlag.INC, RegistrationOption.RSRC_REGISTER_SPARSE);
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4));
                Arena arena = Arena.ofConfined()) {
            MemorySegment argument = arena.allocate(64);
            argument.set(JAVA_INT, 0, 4);
            argument.set(JAVA_INT, 4, RegistrationOption.RSRC_REGISTER_SPARSE.bits());
            int size = 32;
            assertEquals(EINVAL, ring.register(RegisterOp.FILES2, argument, size));
            assertEquals(
                    0, Kernel.host().register(ring.fd(), RegisterOp.FILES2.bits(), argument, size));

            argument.fill((byte) 0);
            argument.set(JAVA_INT, 8, 4);
            int both = BufferRingFlag.MMAP.bits() | BufferRingFlag.INC.bits();
            argument.set(JAVA_SHORT, 14, (short) both);
            assertEquals(EINVAL, ring.register(RegisterOp.PBUF_RING, argument, 1));
            argument.set(JAVA_SHORT, 14, (short) BufferRingFlag.MMAP.bits());
            assertEquals(0, ring.register(RegisterOp.PBUF_RING, argument, 1));
        }
    }

    @Test
    void the_probe_knows_no_hidden_opcode() { // S017
        int last = lastOpcode(Kernel.host());
        Kernel kernel = Masked.hiding(Kernel.host(), Opcode.READV, opcode(last));
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4));
                Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(ProbeLayout.SIZE + 256 * ProbeOpLayout.SIZE);
            assertEquals(0, ring.register(RegisterOp.PROBE, probe, 256));
            assertEquals(last - 1, probe.get(JAVA_BYTE, ProbeLayout.LAST_OP));
            assertEquals(last, probe.get(JAVA_BYTE, ProbeLayout.OPS_LEN));
            assertTrue(isSupported(probe, Opcode.NOP.bits()));
            assertFalse(isSupported(probe, Opcode.READV.bits()));
            assertTrue(isSupported(probe, Opcode.WRITEV.bits()));
            assertFalse(isSupported(probe, last));
        }
    }

    @Test
    void a_probe_with_little_room_stays_within_it() {
        Kernel kernel = Masked.hiding(Kernel.host(), Opcode.READV);
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4));
                Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(ProbeLayout.SIZE + 2 * ProbeOpLayout.SIZE);
            assertEquals(0, ring.register(RegisterOp.PROBE, probe, 2));
            assertEquals(2, probe.get(JAVA_BYTE, ProbeLayout.OPS_LEN));
            assertFalse(isSupported(probe, Opcode.READV.bits()));
        }
    }

    @Test
    void a_query_answers_without_what_is_hidden() { // S016
        HostNeeds.query();
        int last = lastOpcode(Kernel.host());
        Kernel kernel =
                Masked.hiding(
                        Kernel.host(),
                        opcode(last),
                        opcode(last - 1),
                        RegisterOp.PROBE,
                        FeatureBit.NODROP,
                        SetupFlag.CQE_MIXED,
                        EnterFlag.NO_IOWAIT,
                        SqeFlag.CQE_SKIP_SUCCESS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment real = query(Kernel.host(), arena, QueryOpcodesLayout.SIZE);
            MemorySegment masked = query(kernel, arena, QueryOpcodesLayout.SIZE);
            assertEquals(last + 1, real.get(JAVA_INT, QueryOpcodesLayout.NR_REQUEST_OPCODES));
            assertEquals(last - 1, masked.get(JAVA_INT, QueryOpcodesLayout.NR_REQUEST_OPCODES));
            // PROBE is not the last of its kind, so their number tells nothing about it.
            assertEquals(0, difference(real, masked, QueryOpcodesLayout.NR_REGISTER_OPCODES));
            assertEquals(
                    FeatureBit.NODROP.bits(),
                    difference(real, masked, QueryOpcodesLayout.FEATURE_FLAGS));
            assertEquals(
                    SetupFlag.CQE_MIXED.bits() | SetupFlag.SQPOLL.bits(),
                    difference(real, masked, QueryOpcodesLayout.RING_SETUP_FLAGS));
            assertEquals(
                    EnterFlag.NO_IOWAIT.bits(),
                    difference(real, masked, QueryOpcodesLayout.ENTER_FLAGS));
            assertEquals(
                    SqeFlag.CQE_SKIP_SUCCESS.bits(),
                    difference(real, masked, QueryOpcodesLayout.SQE_FLAGS));
        }
    }

    @Test
    void a_short_query_is_masked_as_far_as_it_goes() {
        HostNeeds.query();
        Kernel kernel = Masked.hiding(Kernel.host(), FeatureBit.NODROP);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = query(kernel, arena, QueryOpcodesLayout.RING_SETUP_FLAGS);
            long features = answer.get(JAVA_LONG, QueryOpcodesLayout.FEATURE_FLAGS);
            assertEquals(0, features & FeatureBit.NODROP.bits());
            assertTrue((features & FeatureBit.EXT_ARG.bits()) != 0);
        }
    }

    @Test
    void a_kernel_without_io_uring_refuses_every_call() {
        Kernel kernel = Masked.refusing(Kernel.host(), Errno.ENOSYS);
        int answer = Errno.ENOSYS.negative();
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(answer, kernel.setup(4, arena.allocate(ParamsLayout.LAYOUT)));
        }
        assertEquals(answer, kernel.enter(-1, 0, 0, 0, MemorySegment.NULL, 0));
        assertEquals(answer, kernel.register(-1, 0, MemorySegment.NULL, 0));
        assertTrue(kernel.binding().endsWith(" refusing io_uring with -ENOSYS"));
    }

    @Test
    void a_kernel_that_makes_no_rings_still_knows_a_bad_fd() { // S015
        Kernel kernel = Masked.refusingSetup(Kernel.host(), Errno.EPERM);
        RingOptions options = RingOptions.entries(4);
        RingException refused = assertThrows(RingException.class, () -> Ring.open(kernel, options));
        assertEquals(Errno.EPERM.negative(), refused.result());
        assertEquals(Errno.EBADF.negative(), kernel.enter(-1, 0, 0, 0, MemorySegment.NULL, 0));
    }

    @Test
    void a_constant_that_no_call_is_given_cannot_be_hidden() {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Masked.hiding(Kernel.host(), CqeFlag.MORE));
        assertEquals(
                "constant: IORING_CQE_F_MORE, expected an opcode, a register operation, or a flag"
                        + " that setup, enter, register or an SQE is given",
                refused.getMessage());
    }

    private static Ring openWithout(RingOptions options, UapiConstant... constants) {
        return Ring.open(Masked.hiding(Kernel.host(), constants), options);
    }

    private static Sqe sqe(Ring ring) {
        Sqe sqe = ring.nextSqe();
        assertNotNull(sqe);
        return sqe;
    }

    private static int submitOne(Ring ring) {
        assertEquals(1, ring.submitAndWait(1, Duration.ofSeconds(5)));
        Cqe cqe = ring.peek();
        assertNotNull(cqe);
        int result = cqe.result();
        ring.advance();
        assertNull(ring.peek());
        return result;
    }

    private static MemorySegment query(Kernel kernel, Arena arena, long size) {
        MemorySegment answer = arena.allocate(QueryOpcodesLayout.LAYOUT).asSlice(0, size);
        MemorySegment header = arena.allocate(QueryHeaderLayout.LAYOUT);
        header.set(JAVA_LONG, QueryHeaderLayout.QUERY_DATA, answer.address());
        header.set(JAVA_INT, QueryHeaderLayout.DATA_SIZE, (int) size);
        assertEquals(0, kernel.register(-1, RegisterOp.QUERY.bits(), header, 0));
        assertEquals(0, header.get(JAVA_INT, QueryHeaderLayout.RESULT));
        return answer;
    }

    private static long difference(MemorySegment real, MemorySegment masked, long offset) {
        return real.get(JAVA_INT, offset) & ~masked.get(JAVA_INT, offset);
    }

    private static boolean isSupported(MemorySegment probe, int opcode) {
        long entry = ProbeLayout.SIZE + opcode * ProbeOpLayout.SIZE;
        return (probe.get(JAVA_SHORT, entry + ProbeOpLayout.FLAGS) & 1) != 0;
    }

    private static int lastOpcode(Kernel kernel) {
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4));
                Arena arena = Arena.ofConfined()) {
            MemorySegment probe = arena.allocate(ProbeLayout.SIZE + 256 * ProbeOpLayout.SIZE);
            assertEquals(0, ring.register(RegisterOp.PROBE, probe, 256));
            return probe.get(JAVA_BYTE, ProbeLayout.LAST_OP);
        }
    }

    private static Opcode opcode(int number) {
        return Arrays.stream(Opcode.values())
                .filter(opcode -> opcode.bits() == number)
                .findFirst()
                .orElseThrow();
    }
}
