package dev.ringmark.conformance.checks.timeout;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.MemoryRegionLayout;
import dev.ringmark.runtime.layout.RegionDescriptorLayout;
import dev.ringmark.runtime.layout.RegisteredWaitLayout;
import dev.ringmark.runtime.uapi.RegistrationOption;
import java.lang.foreign.MemorySegment;

/// Regions of wait arguments, as REGISTER_MEM_REGION takes them.
final class Regions {

    private Regions() {}

    /// A region whose first wait argument is a timeout of [Timeouts#SHORT].
    ///
    /// @return the argument of REGISTER_MEM_REGION
    static MemorySegment waitArguments(TestKernel kernel, long size) {
        MemorySegment memory = kernel.pages(size);
        memory.set(JAVA_LONG, RegisteredWaitLayout.TV_NSEC, Timeouts.SHORT.toNanos());
        memory.set(JAVA_INT, RegisteredWaitLayout.FLAGS, RegistrationOption.REG_WAIT_TS.bits());
        MemorySegment region = kernel.memory(RegionDescriptorLayout.SIZE);
        region.set(JAVA_LONG, RegionDescriptorLayout.USER_ADDR, memory.address());
        region.set(JAVA_LONG, RegionDescriptorLayout.REGION_SIZE, size);
        region.set(
                JAVA_INT,
                RegionDescriptorLayout.FLAGS,
                RegistrationOption.MEM_REGION_TYPE_USER.bits());
        MemorySegment argument = kernel.memory(MemoryRegionLayout.SIZE);
        argument.set(JAVA_LONG, MemoryRegionLayout.REGION_UPTR, region.address());
        argument.set(
                JAVA_LONG,
                MemoryRegionLayout.FLAGS,
                RegistrationOption.MEM_REGION_REG_WAIT_ARG.value());
        return argument;
    }
}
