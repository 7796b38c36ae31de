package dev.ringmark.conformance.checks.limits;

import dev.ringmark.conformance.fixture.Capability;
import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

/* 32768 entries are 2 MiB of SQEs and 1 MiB of CQEs: three quarters of the limit, so that one such
 * ring always fits, and two never do. Before 5.12 rings were held against the limit; then they were
 * charged to the memory cgroup (commit 26bfa89e25f4), as io_uring_mlock_size(3) has it; but some
 * later kernels, whose rings are made of regions as registered memory is, hold them against it
 * again. A large ring may also fail for want of pages that lie together (liburing issue 1614): so
 * the same rings must be had with the capability. */
@Check(
        id = "limits.rings_may_be_locked_memory",
        statement = "K-4",
        says =
                "Without CAP_IPC_LOCK rings beyond RLIMIT_MEMLOCK are refused with -ENOMEM, or they"
                        + " are all made: kernels differ.",
        source = "io_uring_mlock_size(3); commit 26bfa89e25f4",
        modes = RingMode.NONE)
final class RingsMayBeLockedMemoryCheck {

    private static final int ENTRIES = 32_768;
    private static final int RINGS = 3;

    @OnRing
    void large_rings_are_refused_or_made(TestKernel kernel) throws Exception {
        int[] refusal = new int[1];
        LockedMemory.limited(kernel, () -> refusal[0] = refusal(kernel));
        if (refusal[0] != 0 && Capability.IPC_LOCK.isHeld(kernel)) {
            LockedMemory.withLimit(kernel, () -> requireRings(kernel));
        }
        say(kernel, refusal[0]);
    }

    /// The errno that a ring was refused with; 0 when all were made.
    private static int refusal(TestKernel kernel) {
        for (int made = 0; made < RINGS; made++) {
            try {
                kernel.openRing(RingOptions.entries(ENTRIES)).settle();
            } catch (RingException e) {
                kernel.evidence().observed(made + " made, " + Errno.describe(e.result()));
                return e.result();
            }
        }
        kernel.evidence().observed(RINGS + " made");
        return 0;
    }

    private static void requireRings(TestKernel kernel) {
        int refusal = refusal(kernel);
        if (refusal == Errno.ENOMEM.negative()) {
            throw new CheckBlocked(
                    "rings of "
                            + ENTRIES
                            + " entries can't be had with CAP_IPC_LOCK either: memory is short, or"
                            + " in pieces");
        }
    }

    private static void say(TestKernel kernel, int refusal) {
        kernel.evidence()
                .holds(
                        RINGS + " rings of " + ENTRIES + " entries, or -ENOMEM",
                        refusal == 0 || refusal == Errno.ENOMEM.negative(),
                        Errno.describe(refusal));
        kernel.evidence()
                .variant(
                        refusal == 0
                                ? "rings are not held against RLIMIT_MEMLOCK"
                                : "rings are held against RLIMIT_MEMLOCK");
    }
}
