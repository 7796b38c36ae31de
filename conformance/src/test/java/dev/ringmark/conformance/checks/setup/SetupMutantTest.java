package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Mapping;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Kernels that do setup wrong, each caught by the check that is named.
class SetupMutantTest {

    private static final Kernel HOST = Kernel.host();

    static List<Class<?>> refusals() {
        return List.of(
                NoEntriesIsRefusedCheck.class,
                TooManyEntriesAreRefusedCheck.class,
                TooManyCqEntriesAreRefusedCheck.class,
                CqSmallerThanSqIsRefusedCheck.class,
                CqOfNoEntriesIsRefusedCheck.class,
                ReservedFieldsMustBeZeroCheck.class,
                UnreadableParamsAreRefusedCheck.class,
                UnknownFlagIsRefusedCheck.class,
                DeferTaskrunNeedsSingleIssuerCheck.class,
                DeferTaskrunExcludesSqpollCheck.class,
                CoopTaskrunExcludesSqpollCheck.class,
                TaskrunFlagNeedsATaskrunModeCheck.class,
                SqAffinityNeedsSqpollCheck.class,
                ImpossibleSqCpuIsRefusedCheck.class,
                Cqe32ExcludesCqeMixedCheck.class,
                Sqe128ExcludesSqeMixedCheck.class,
                HybridIopollNeedsIopollCheck.class,
                RegisteredFdOnlyNeedsNoMmapCheck.class,
                AttachToClosedFdIsRefusedCheck.class,
                AttachToOtherFileIsRefusedCheck.class);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_kernel_that_accepts_everything_is_caught_by(Class<?> check) {
        Trial.assertCaught(
                check,
                new LyingKernel(HOST)
                        .setup(
                                (entries, params, honest) ->
                                        honest < 0 ? HOST.calls().eventFd(0, 0) : honest));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_kernel_that_refuses_with_another_errno_is_caught_by(Class<?> check) {
        Trial.assertCaught(
                check,
                new LyingKernel(HOST)
                        .setup(
                                (entries, params, honest) ->
                                        honest < 0 ? Errno.EBUSY.negative() : honest));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_kernel_that_tells_no_lie_passes(Class<?> check) {
        Trial.assertPasses(check, new LyingKernel(HOST));
    }

    @Test
    void entries_that_are_not_rounded_up_are_caught() { // S002
        LyingKernel lying = changing(ParamsLayout.SQ_ENTRIES, 3, 4);
        Trial.assertCaught(EntriesAreRoundedUpCheck.class, lying);
    }

    @Test
    void a_cq_that_is_as_small_as_the_sq_by_default_is_caught() { // S002
        LyingKernel lying = changing(ParamsLayout.CQ_ENTRIES, 8, 16);
        Trial.assertCaught(EntriesAreRoundedUpCheck.class, lying);
    }

    @Test
    void a_clamp_to_a_half_is_caught() { // S003
        Trial.assertCaught(
                ClampLimitsEntriesCheck.class, changing(ParamsLayout.SQ_ENTRIES, 16_384, 32_768));
        Trial.assertCaught(
                ClampLimitsCqEntriesCheck.class, changing(ParamsLayout.CQ_ENTRIES, 32_768, 65_536));
    }

    @Test
    void a_cq_that_is_rounded_down_is_caught() { // S004
        LyingKernel lying = changing(ParamsLayout.CQ_ENTRIES, 8, 16);
        Trial.assertCaught(CqEntriesAreRoundedUpCheck.class, lying);
    }

    @Test
    void a_cq_that_must_be_larger_than_the_sq_is_caught() { // S004
        LyingKernel lying =
                new LyingKernel(HOST)
                        .setup(
                                (entries, params, honest) ->
                                        params.get(JAVA_INT, ParamsLayout.CQ_ENTRIES) == entries
                                                ? Errno.EINVAL.negative()
                                                : honest);
        Trial.assertCaught(CqAsLargeAsSqIsAcceptedCheck.class, lying);
    }

    @Test
    void a_no_sqarray_ring_with_an_array_is_caught() { // S012
        LyingKernel lying =
                new LyingKernel(HOST)
                        .setup(
                                (entries, params, honest) -> {
                                    params.set(JAVA_INT, ParamsLayout.SQ_OFF_ARRAY, 64);
                                    return honest;
                                });
        Trial.assertCaught(NoSqarrayConsumesInRingOrderCheck.class, lying);
    }

    @Test
    void sqes_consumed_in_another_order_are_caught() { // S012
        LyingKernel lying =
                new LyingKernel(HOST)
                        .impatient()
                        .cqesOf(1, (honest, opcode) -> List.of(new Completion(3, 0, 0)));
        Trial.assertCaught(NoSqarrayConsumesInRingOrderCheck.class, lying);
    }

    @Test
    void a_no_mmap_ring_that_lies_elsewhere_is_caught() { // S013
        Kernel elsewhere =
                new ForwardingKernel(HOST) {
                    @Override
                    public int setup(int entries, MemorySegment params) {
                        int flags = params.get(JAVA_INT, ParamsLayout.FLAGS);
                        int without = flags & ~SetupFlag.NO_MMAP.bits();
                        params.set(JAVA_INT, ParamsLayout.FLAGS, without);
                        return super.setup(entries, params);
                    }
                };
        Trial.assertCaught(NoMmapUsesMemoryOfTheCallerCheck.class, elsewhere);
    }

    @Test
    void a_no_mmap_ring_that_can_be_mapped_is_caught() { // S013
        Kernel mapping =
                new ForwardingKernel(HOST) {
                    @Override
                    public Mapping map(int fd, long offset, long size) {
                        return allocatePages(size);
                    }
                };
        Trial.assertCaught(NoMmapRingCannotBeMappedCheck.class, mapping);
    }

    @Test
    void a_ring_fd_that_survives_exec_is_caught() { // S014
        LyingKernel lying =
                new LyingKernel(HOST)
                        .setup(
                                (entries, params, honest) -> {
                                    HOST.calls().fcntl(honest, 2, 0); // F_SETFD
                                    return honest;
                                });
        Trial.assertCaught(RingFdIsCloseOnExecCheck.class, lying);
    }

    @Test
    void a_query_that_needs_a_ring_is_caught() { // S016
        LyingKernel lying =
                registering(RegisterOp.QUERY, (argument, count) -> Errno.EBADF.negative());
        Trial.assertCaught(QueryNeedsNoRingCheck.class, lying);
    }

    @Test
    void a_query_that_knows_every_question_is_caught() { // S016
        LyingKernel lying =
                registering(
                        RegisterOp.QUERY,
                        (argument, count) -> {
                            argument.set(JAVA_INT, QueryHeaderLayout.RESULT, 0);
                            return 0;
                        });
        Trial.assertCaught(UnknownQueryIsRefusedCheck.class, lying);
    }

    @Test
    void features_that_setup_denies_and_query_has_are_caught() { // S016
        LyingKernel lying =
                new LyingKernel(HOST)
                        .setup(
                                (entries, params, honest) -> {
                                    int features = params.get(JAVA_INT, ParamsLayout.FEATURES);
                                    int fewer = features & ~FeatureBit.NO_IOWAIT.bits();
                                    params.set(JAVA_INT, ParamsLayout.FEATURES, fewer);
                                    return honest;
                                });
        Trial.assertCaught(QueryAgreesWithSetupCheck.class, lying);
    }

    @Test
    void an_enter_flag_that_query_does_not_name_is_caught() { // S016
        LyingKernel lying =
                new LyingKernel(HOST).enter((toSubmit, minComplete, flags, honest) -> 0);
        Trial.assertCaught(QueryAgreesWithSetupCheck.class, lying);
    }

    @Test
    void a_probe_that_takes_too_many_entries_or_stale_ones_is_caught() { // S017
        LyingKernel lying = registering(RegisterOp.PROBE, (argument, count) -> 0);
        Trial.assertCaught(ProbeOfTooManyOpcodesIsRefusedCheck.class, lying);
        Trial.assertCaught(ProbeMustBeZeroedCheck.class, lying);
    }

    @Test
    void a_probe_one_opcode_longer_than_the_query_is_caught() { // S016
        LyingKernel lying =
                registering(
                        RegisterOp.PROBE,
                        (argument, count) -> {
                            byte length = argument.get(JAVA_BYTE, ProbeLayout.OPS_LEN);
                            argument.set(JAVA_BYTE, ProbeLayout.OPS_LEN, (byte) (length + 1));
                            return 0;
                        });
        Trial.assertCaught(QueryAgreesWithProbeCheck.class, lying);
    }

    @Test
    void an_opcode_that_works_and_is_not_listed_is_caught() { // S017
        for (Opcode hidden : List.of(Opcode.NOP, Opcode.TIMEOUT, Opcode.READ)) {
            LyingKernel lying = listing(hidden.bits(), false);
            Trial.assertCaught(ProbeAgreesWithSubmissionCheck.class, lying);
        }
    }

    @Test
    void an_opcode_that_is_listed_and_unknown_is_caught() { // S017
        Trial.assertCaught(ProbeAgreesWithSubmissionCheck.class, listing(200, true));
    }

    /// A kernel that fills one field of the params with `lie` where it should say `honest`.
    private static LyingKernel changing(long field, int lie, int honest) {
        return new LyingKernel(HOST)
                .setup(
                        (entries, params, result) -> {
                            if (params.get(JAVA_INT, field) == honest) {
                                params.set(JAVA_INT, field, lie);
                            }
                            return result;
                        });
    }

    private interface RegisterAnswer {
        int of(MemorySegment argument, int count);
    }

    /// A kernel that gives another answer to one register operation.
    private static LyingKernel registering(RegisterOp lied, RegisterAnswer lie) {
        return new LyingKernel(HOST)
                .register(
                        (operation, argument, count, honest) ->
                                operation == lied.bits() ? lie.of(argument, count) : honest);
    }

    /// A kernel whose PROBE lists an opcode, or does not.
    private static LyingKernel listing(int opcode, boolean listed) {
        long flags = ProbeLayout.SIZE + opcode * ProbeOpLayout.SIZE + ProbeOpLayout.FLAGS;
        return registering(
                RegisterOp.PROBE,
                (argument, count) -> {
                    argument.set(JAVA_SHORT, flags, (short) (listed ? 1 : 0));
                    return 0;
                });
    }
}
