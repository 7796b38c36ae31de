package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import java.lang.foreign.MemorySegment;

@Check(
        id = "timeout.no_iowait_follows_its_feature",
        statement = "S073",
        says =
                "ENTER_NO_IOWAIT is taken where FEAT_NO_IOWAIT is said, and refused with "
                        + "-EINVAL elsewhere.",
        since = "5.1",
        source = "io_uring_enter(2), IORING_ENTER_NO_IOWAIT")
final class NoIowaitFollowsItsFeatureCheck {

    @OnRing
    void flag_and_feature_agree(TestRing ring) {
        int flags = EnterFlag.GETEVENTS.bits() | EnterFlag.NO_IOWAIT.bits();
        boolean said = ring.ring().has(FeatureBit.NO_IOWAIT);
        int mustBe = said ? 0 : Errno.EINVAL.negative();
        int result = ring.ring().enter(0, 0, flags, MemorySegment.NULL, 0);
        ring.evidence().result("enter(GETEVENTS | NO_IOWAIT)", mustBe, result);
    }
}
