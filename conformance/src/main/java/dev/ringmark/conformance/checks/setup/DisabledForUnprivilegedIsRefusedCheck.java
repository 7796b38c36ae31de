package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Capability;
import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.ProcFile;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.disabled_for_unprivileged_is_refused",
        statement = "S015",
        says =
                "With sysctl kernel.io_uring_disabled = 1 setup gives -EPERM to a process without"
                        + " CAP_SYS_ADMIN that is not in kernel.io_uring_group.",
        since = "6.6",
        source = "io_uring_setup(2), ERRORS; Documentation/admin-guide/sysctl/kernel.rst",
        modes = RingMode.NONE)
final class DisabledForUnprivilegedIsRefusedCheck {

    private static final String NO_GROUP = "-1";

    @OnRing
    void without_the_capability_setup_gives_EPERM(TestKernel kernel) throws Exception {
        DisablingSysctl sysctl = new DisablingSysctl(kernel);
        String group =
                new ProcFile(kernel, "/proc/sys/kernel/io_uring_group").read().orElse(NO_GROUP);
        if (!group.equals(NO_GROUP)) {
            throw new CheckBlocked(
                    "kernel.io_uring_group is "
                            + group
                            + ", which may let this process in: set it"
                            + " to -1");
        }
        sysctl.during(
                DisablingSysctl.FOR_UNPRIVILEGED,
                () ->
                        Capability.SYS_ADMIN.without(
                                kernel,
                                () ->
                                        SetupCalls.mustRefuse(
                                                kernel, RingOptions.entries(8), Errno.EPERM)));
    }
}
