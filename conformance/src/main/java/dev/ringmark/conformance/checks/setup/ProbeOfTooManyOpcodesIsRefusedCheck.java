package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;

@Check(
        id = "setup.probe_of_too_many_opcodes_is_refused",
        statement = "S017",
        says = "PROBE with more than 256 entries is refused with -EINVAL.",
        since = "5.6",
        source = "io_uring_register(2), IORING_REGISTER_PROBE",
        needs = "IORING_REGISTER_PROBE")
final class ProbeOfTooManyOpcodesIsRefusedCheck {

    @OnRing
    void entries_for_257_opcodes_give_EINVAL(TestRing ring) {
        int tooMany = Probe.OPCODES_MAX + 1;
        int result =
                ring.register(RegisterOp.PROBE, Probe.room(ring.testKernel(), tooMany), tooMany);
        ring.evidence().result("register(PROBE, 257)", Errno.EINVAL, result);
    }
}
