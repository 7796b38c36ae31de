package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "setup.reserved_fields_must_be_zero",
        statement = "S005",
        says = "Params with a reserved field that is not 0 are refused with -EINVAL.",
        source = "io_uring_setup(2), ERRORS",
        modes = RingMode.NONE)
final class ReservedFieldsMustBeZeroCheck {

    @OnRing
    void each_reserved_field_gives_EINVAL(TestKernel kernel) {
        RingOptions options = RingOptions.entries(8);
        for (long field : new long[] {ParamsLayout.RESV0, ParamsLayout.RESV1, ParamsLayout.RESV2}) {
            MemorySegment params = SetupCalls.params(kernel, options);
            params.set(JAVA_INT, field, 1);
            int result = SetupCalls.answer(kernel, options.entries(), params);
            String call = "setup(resv[" + (field - ParamsLayout.RESV0) / Integer.BYTES + "] = 1)";
            kernel.evidence().result(call, Errno.EINVAL, result);
        }
    }
}
