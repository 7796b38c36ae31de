package dev.ringmark.conformance.checks.setup;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "setup.disabled_for_all_is_refused",
        statement = "S015",
        says =
                "With sysctl kernel.io_uring_disabled = 2 setup gives -EPERM to everybody, while a"
                        + " ring made before goes on working.",
        since = "6.6",
        source = "io_uring_setup(2), ERRORS; Documentation/admin-guide/sysctl/kernel.rst",
        modes = RingMode.NONE)
final class DisabledForAllIsRefusedCheck {

    @OnRing
    void setup_gives_EPERM_and_an_older_ring_still_runs(TestKernel kernel) throws Exception {
        RingOptions options = RingOptions.entries(8);
        DisablingSysctl sysctl = new DisablingSysctl(kernel);
        TestRing older = kernel.openRing(options);
        sysctl.during(
                DisablingSysctl.FOR_ALL,
                () -> {
                    SetupCalls.mustRefuse(kernel, options, Errno.EPERM);
                    older.nop(1);
                    older.submit(1);
                    older.expect(cqe(1, 0));
                });
    }
}
