package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Capability;
import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.ParamsLayout;

@Check(
        id = "setup.disabled_for_unprivileged_spares_admin",
        statement = "S015",
        says =
                "With sysctl kernel.io_uring_disabled = 1 a process with CAP_SYS_ADMIN still makes"
                        + " rings.",
        since = "6.6",
        source = "io_uring_setup(2), ERRORS; Documentation/admin-guide/sysctl/kernel.rst",
        modes = RingMode.NONE)
final class DisabledForUnprivilegedSparesAdminCheck {

    @OnRing
    void with_the_capability_setup_makes_a_ring(TestKernel kernel) throws Exception {
        DisablingSysctl sysctl = new DisablingSysctl(kernel);
        if (!Capability.SYS_ADMIN.isHeld(kernel)) {
            throw new CheckBlocked("this process has no CAP_SYS_ADMIN: run it as root");
        }
        sysctl.during(
                DisablingSysctl.FOR_UNPRIVILEGED,
                () -> {
                    int result = SetupCalls.answer(kernel, 8, kernel.memory(ParamsLayout.SIZE));
                    kernel.evidence().holds("setup makes a ring", result >= 0, "setup = " + result);
                });
    }
}
