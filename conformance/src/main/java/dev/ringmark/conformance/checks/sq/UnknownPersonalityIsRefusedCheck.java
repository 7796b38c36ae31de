package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

@Check(
        id = "sq.unknown_personality_is_refused",
        statement = "S027",
        says = "An SQE with a personality that is not registered, or no longer, ends with -EINVAL.",
        since = "5.6",
        source = "io_uring_register(2), IORING_REGISTER_PERSONALITY",
        needs = "IORING_REGISTER_PERSONALITY")
final class UnknownPersonalityIsRefusedCheck {

    @OnRing
    void an_id_works_only_while_it_is_registered(TestRing ring) {
        ring.nop(1).personality(1);
        ring.submit(1);
        ring.expect(cqe(1, Errno.EINVAL));
        int id = ring.register(RegisterOp.PERSONALITY, MemorySegment.NULL, 0);
        ring.evidence().holds("an id is given", id > 0, "register(PERSONALITY) = " + id);
        ring.nop(2).personality(id);
        ring.submit(1);
        ring.expect(cqe(2, 0));
        int gone = ring.register(RegisterOp.UNREGISTER_PERSONALITY, MemorySegment.NULL, id);
        ring.evidence().result("register(UNREGISTER_PERSONALITY)", 0, gone);
        ring.nop(3).personality(id);
        ring.submit(1);
        ring.expect(cqe(3, Errno.EINVAL));
    }
}
