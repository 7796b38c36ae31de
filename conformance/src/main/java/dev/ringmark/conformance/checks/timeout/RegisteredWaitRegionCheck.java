package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.Evidence;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.RegisteredWaitLayout;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;

import java.lang.foreign.MemorySegment;

@Check(
        id = "timeout.registered_wait_region",
        statement = "S071",
        says =
                "A region of wait arguments is registered once, on a disabled ring; a wait "
                        + "names an argument by its offset, which must lie in the region.",
        since = "6.13",
        source =
                "io_uring_register(2), IORING_REGISTER_MEM_REGION; "
                        + "io_uring_enter(2), IORING_ENTER_EXT_ARG_REG",
        modes = RingMode.NONE,
        needs = {"IORING_ENTER_EXT_ARG_REG", "IORING_REGISTER_MEM_REGION"})
final class RegisteredWaitRegionCheck {

    private static final long REGION_SIZE = 4096;

    @OnRing
    void the_region_is_taken_once_and_its_bounds_hold(TestKernel kernel) {
        Evidence evidence = kernel.evidence();
        TestRing enabled = kernel.openRing(RingOptions.entries(8));
        MemorySegment region = Regions.waitArguments(kernel, REGION_SIZE);
        evidence.result("register on an enabled ring", Errno.EINVAL, register(enabled, region));
        enabled.settle();

        TestRing ring = kernel.openRing(RingOptions.entries(8).with(SetupFlag.R_DISABLED));
        int first = register(ring, region);
        if (first == Errno.ENOMEM.negative()) {
            throw new CheckBlocked("IORING_REGISTER_MEM_REGION returned -ENOMEM: raise ulimit -l");
        }
        evidence.result("register on a disabled ring", 0, first);
        evidence.result("register a second region", Errno.EBUSY, register(ring, region));
        evidence.result("enable", 0, ring.ring().enable());
        evidence.result("wait 5 ms by offset 0", Errno.ETIME, enter(ring, 0));
        evidence.result("wait by offset 4096", Errno.EFAULT, enter(ring, REGION_SIZE));
        ring.settle();
    }

    private static int register(TestRing ring, MemorySegment argument) {
        return ring.register(RegisterOp.MEM_REGION, argument, 1);
    }

    private static int enter(TestRing ring, long offset) {
        int flags =
                EnterFlag.GETEVENTS.bits()
                        | EnterFlag.EXT_ARG.bits()
                        | EnterFlag.EXT_ARG_REG.bits();
        MemorySegment argument = MemorySegment.ofAddress(offset);
        return ring.ring().enter(0, 1, flags, argument, RegisteredWaitLayout.SIZE);
    }
}
