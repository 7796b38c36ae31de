package dev.ringmark.conformance.checks.limits;

import dev.ringmark.conformance.fixture.Capability;
import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;

@Check(
        id = "limits.privilege_lifts_the_limit",
        statement = "K-4",
        says = "With CAP_IPC_LOCK a buffer above RLIMIT_MEMLOCK can be registered.",
        source = "io_uring_register(2), ERRORS",
        modes = RingMode.NONE)
final class PrivilegeLiftsTheLimitCheck {

    @OnRing
    void with_the_capability_a_large_buffer_is_registered(TestKernel kernel) throws Exception {
        if (!Capability.IPC_LOCK.isHeld(kernel)) {
            throw new CheckBlocked("this process has no CAP_IPC_LOCK: run it as root");
        }
        LockedMemory.withLimit(
                kernel,
                () -> {
                    TestRing ring = kernel.openRing(RingOptions.entries(8));
                    int result = LockedMemory.register(ring, LockedMemory.MUCH);
                    kernel.evidence().result(LockedMemory.call(LockedMemory.MUCH), 0, result);
                    ring.settle();
                });
    }
}
