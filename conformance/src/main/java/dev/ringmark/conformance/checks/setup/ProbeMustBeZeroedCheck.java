package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.layout.ProbeLayout;
import dev.ringmark.runtime.layout.ProbeOpLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

@Check(
        id = "setup.probe_must_be_zeroed",
        statement = "S017",
        says = "PROBE into memory that is not zeroed, head or entries, is refused with -EINVAL.",
        since = "5.6",
        source = "io_uring_register(2), IORING_REGISTER_PROBE",
        needs = "IORING_REGISTER_PROBE")
final class ProbeMustBeZeroedCheck {

    @OnRing
    void one_stale_byte_gives_EINVAL(TestRing ring) {
        long[] stale = {
            ProbeLayout.LAST_OP, ProbeLayout.RESV2_2, ProbeLayout.SIZE + ProbeOpLayout.FLAGS
        };
        for (long offset : stale) {
            MemorySegment memory = Probe.room(ring.testKernel(), Probe.OPCODES_MAX);
            memory.set(JAVA_BYTE, offset, (byte) 1);
            int result = ring.register(RegisterOp.PROBE, memory, Probe.OPCODES_MAX);
            String call = "register(PROBE, byte " + offset + " = 1)";
            ring.evidence().result(call, Errno.EINVAL, result);
        }
        Probe.of(ring);
    }
}
