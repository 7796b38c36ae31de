package dev.ringmark.conformance.checks.limits;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.layout.IovecLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Kernels that count locked memory wrongly, each caught by the check that is named.
class LimitsMutantTest { // K-4

    private static final int REGISTER = RegisterOp.BUFFERS.bits();

    @Test
    void a_kernel_that_tells_no_lie_passes() {
        Trial.assertPasses(BuffersAreLockedMemoryCheck.class, LyingKernel.lying());
        Trial.assertPasses(PrivilegeLiftsTheLimitCheck.class, LyingKernel.lying());
        Trial.assertVariant(RingsMayBeLockedMemoryCheck.class, LyingKernel.lying());
    }

    @Test
    void a_limit_that_nobody_keeps_is_caught() {
        Trial.assertCaught(
                BuffersAreLockedMemoryCheck.class,
                LyingKernel.lying()
                        .register(
                                (operation, argument, count, honest) ->
                                        operation == REGISTER ? 0 : honest));
    }

    @Test
    void a_limit_that_is_told_with_another_errno_is_caught() {
        Trial.assertCaught(
                BuffersAreLockedMemoryCheck.class,
                LyingKernel.lying()
                        .register(
                                (operation, argument, count, honest) ->
                                        honest == Errno.ENOMEM.negative()
                                                ? Errno.EPERM.negative()
                                                : honest));
    }

    @Test
    void a_refusal_that_is_counted_all_the_same_is_caught() {
        AtomicBoolean refused = new AtomicBoolean();
        Trial.assertCaught(
                BuffersAreLockedMemoryCheck.class,
                LyingKernel.lying()
                        .register(
                                (operation, argument, count, honest) -> {
                                    if (operation == REGISTER && isMuch(argument)) {
                                        refused.set(true);
                                    }
                                    return operation == REGISTER && refused.get()
                                            ? Errno.ENOMEM.negative()
                                            : honest;
                                }));
    }

    @Test
    void a_limit_for_the_privileged_is_caught() {
        Trial.assertCaught(
                PrivilegeLiftsTheLimitCheck.class,
                LyingKernel.lying()
                        .register(
                                (operation, argument, count, honest) ->
                                        operation == REGISTER && isMuch(argument)
                                                ? Errno.ENOMEM.negative()
                                                : honest));
    }

    @Test
    void rings_that_are_refused_with_another_errno_are_caught() {
        Trial.assertCaught(
                RingsMayBeLockedMemoryCheck.class,
                LyingKernel.lying()
                        .setup(
                                (entries, params, honest) ->
                                        entries > 8 ? Errno.EINVAL.negative() : honest));
    }

    @Test
    void rings_that_nobody_gets_are_no_verdict() {
        Trial.assertBlocked(
                RingsMayBeLockedMemoryCheck.class,
                LyingKernel.lying()
                        .setup(
                                (entries, params, honest) ->
                                        entries > 8 ? Errno.ENOMEM.negative() : honest));
    }

    @Test
    void a_user_without_room_is_no_verdict() {
        Trial.assertBlocked(
                BuffersAreLockedMemoryCheck.class,
                LyingKernel.lying()
                        .register(
                                (operation, argument, count, honest) ->
                                        operation == REGISTER ? Errno.ENOMEM.negative() : honest));
    }

    private static boolean isMuch(MemorySegment vector) {
        return vector.get(JAVA_LONG, IovecLayout.IOV_LEN) >= LockedMemory.MUCH;
    }
}
