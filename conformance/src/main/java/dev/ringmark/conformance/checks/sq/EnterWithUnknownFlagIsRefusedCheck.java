package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;

@Check(
        id = "sq.enter_with_unknown_flag_is_refused",
        statement = "S030",
        says =
                "An enter with a flag the kernel does not know is refused with -EINVAL "
                        + "and takes no SQE.",
        source = "io_uring_enter(2), ERRORS")
final class EnterWithUnknownFlagIsRefusedCheck {

    @OnRing
    void the_highest_bit_gives_EINVAL(TestRing ring) {
        int result = ring.ring().enter(1, 0, 1 << 31, MemorySegment.NULL, 0);
        ring.evidence().result("enter(flags 0x80000000)", Errno.EINVAL, result);
        ring.nop(1);
        if (ring.mode() != RingMode.SQPOLL) { // its thread takes what is published without an enter
            Enters.publish(ring);
            int refused = ring.ring().enter(1, 0, 1 << 31, MemorySegment.NULL, 0);
            ring.evidence().result("enter(flags 0x80000000)", Errno.EINVAL, refused);
            ring.evidence().result("SQEs left", 1, ring.ring().pending());
        }
        ring.submit(1);
        ring.expect(cqe(1, 0));
    }
}
