package dev.ringmark.conformance.checks.limits;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

/* 32768 entries are 2 MiB of SQEs and 1 MiB of CQEs: three quarters of the limit, so that one such
 * ring always fits, and two never do. Before 5.12 rings were held against the limit; then they were
 * charged to the memory cgroup; and since they are made of regions, as registered memory is, they
 * are held against it again. */
@Check(
        id = "limits.rings_may_be_locked_memory",
        statement = "K-4",
        says =
                "Without CAP_IPC_LOCK rings beyond RLIMIT_MEMLOCK are refused with -ENOMEM, or they"
                        + " are all made: kernels differ.",
        source = "io_uring_setup(2), ERRORS; liburing README, ulimit settings",
        modes = RingMode.NONE)
final class RingsMayBeLockedMemoryCheck {

    private static final int ENTRIES = 32_768;
    private static final int RINGS = 3;

    @OnRing
    void large_rings_are_refused_or_made(TestKernel kernel) throws Exception {
        LockedMemory.limited(
                kernel,
                () -> {
                    int made = 0;
                    int refusal = 0;
                    while (made < RINGS && refusal == 0) {
                        try {
                            kernel.openRing(RingOptions.entries(ENTRIES)).settle();
                            made++;
                        } catch (RingException e) {
                            refusal = e.result();
                        }
                    }
                    say(kernel, made, refusal);
                });
    }

    private static void say(TestKernel kernel, int made, int refusal) {
        String saw = made + " rings made" + (refusal == 0 ? "" : ", " + Errno.describe(refusal));
        kernel.evidence()
                .holds(
                        RINGS + " rings of " + ENTRIES + " entries, or -ENOMEM",
                        refusal == 0 || refusal == Errno.ENOMEM.negative(),
                        saw);
        kernel.evidence()
                .variant(
                        refusal == 0
                                ? "rings are not held against RLIMIT_MEMLOCK"
                                : "rings are held against RLIMIT_MEMLOCK");
    }
}
