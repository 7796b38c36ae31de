package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "setup.query_agrees_with_setup",
        statement = "S016",
        says =
                "QUERY names the features that setup reports, and every setup or enter flag that it"
                        + " does not name is refused with -EINVAL.",
        since = "6.18",
        source = "linux/io_uring/query.h",
        modes = RingMode.NONE,
        needs = "IORING_REGISTER_QUERY")
final class QueryAgreesWithSetupCheck {

    @OnRing
    void its_features_are_setups_and_other_flags_give_EINVAL(TestKernel kernel) {
        Query query = Query.opcodes(kernel);
        RingOptions options = RingOptions.entries(8);
        Ring ring = kernel.openRing(options).ring();
        long features = query.flags(QueryOpcodesLayout.FEATURE_FLAGS);
        kernel.evidence()
                .holds(
                        "params.features is 0x" + Long.toHexString(features),
                        Integer.toUnsignedLong(ring.features()) == features,
                        "params.features is 0x" + Integer.toHexString(ring.features()));
        long setupFlags = query.flags(QueryOpcodesLayout.RING_SETUP_FLAGS);
        long enterFlags = query.flags(QueryOpcodesLayout.ENTER_FLAGS);
        for (int bit = 0; bit < Integer.SIZE; bit++) {
            int flag = 1 << bit;
            if ((setupFlags & flag) == 0) {
                SetupCalls.mustRefuse(kernel, options.withFlags(flag), Errno.EINVAL);
            }
            if ((enterFlags & flag) == 0) {
                int result = ring.enter(0, 0, flag, MemorySegment.NULL, 0);
                String call = "enter(flags 0x" + Integer.toHexString(flag) + ")";
                kernel.evidence().result(call, Errno.EINVAL, result);
            }
        }
    }
}
