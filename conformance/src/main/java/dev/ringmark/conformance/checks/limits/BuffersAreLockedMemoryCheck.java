package dev.ringmark.conformance.checks.limits;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

@Check(
        id = "limits.buffers_are_locked_memory",
        statement = "K-4",
        says =
                "Without CAP_IPC_LOCK a buffer that would exceed RLIMIT_MEMLOCK can't be"
                        + " registered: -ENOMEM; a smaller one can, before and after that.",
        source = "io_uring_register(2), IORING_REGISTER_BUFFERS and ERRORS",
        modes = RingMode.NONE)
final class BuffersAreLockedMemoryCheck {

    @OnRing
    void beyond_the_limit_it_gives_ENOMEM(TestKernel kernel) throws Exception {
        LockedMemory.limited(
                kernel,
                () -> {
                    TestRing ring = kernel.openRing(RingOptions.entries(8));
                    int little = LockedMemory.register(ring, LockedMemory.LITTLE);
                    if (little == Errno.ENOMEM.negative()) {
                        throw new CheckBlocked(
                                "this user's processes hold the locked memory of the limit"
                                        + " already: run it as another user");
                    }
                    kernel.evidence().result(LockedMemory.call(LockedMemory.LITTLE), 0, little);
                    unregister(ring);
                    kernel.evidence()
                            .result(
                                    LockedMemory.call(LockedMemory.MUCH),
                                    Errno.ENOMEM,
                                    LockedMemory.register(ring, LockedMemory.MUCH));
                    kernel.evidence()
                            .result(
                                    LockedMemory.call(LockedMemory.LITTLE),
                                    0,
                                    LockedMemory.register(ring, LockedMemory.LITTLE));
                    unregister(ring);
                    ring.settle();
                });
    }

    private static void unregister(TestRing ring) {
        int result = ring.register(RegisterOp.UNREGISTER_BUFFERS, MemorySegment.NULL, 0);
        ring.evidence().result("unregister", 0, result);
    }
}
