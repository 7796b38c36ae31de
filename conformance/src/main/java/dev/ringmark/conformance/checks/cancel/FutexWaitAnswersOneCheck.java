package dev.ringmark.conformance.checks.cancel;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;

@Check(
        id = "cancel.futex_wait_answers_one",
        statement = "S080",
        says =
                "Cancelling a FUTEX_WAIT by name is answered with 1 where other operations "
                        + "answer 0; the wait ends with -ECANCELED.",
        since = "6.7",
        source = "observed on 6.18; io_uring/cancel.c",
        needs = "IORING_OP_FUTEX_WAIT")
final class FutexWaitAnswersOneCheck {

    private static final int FUTEX2_SIZE_U32_PRIVATE = 0x2 | 0x80;
    private static final long MATCH_ANY = 0xffff_ffffL;

    @OnRing
    void the_wait_ends_and_the_answer_counts(TestRing ring) {
        long word = ring.testKernel().memory(Integer.BYTES).address();
        ring.sqe(Opcode.FUTEX_WAIT, FUTEX2_SIZE_U32_PRIVATE, word, 0, 0)
                .address3(MATCH_ANY)
                .userData(1);
        ring.submit(1);
        ring.expectNothing();
        ring.cancel(1, 2);
        ring.submit(1);
        ring.evidence().expected("cqe 2: 1, or 0 as for other operations");
        ring.evidence().expected("cqe 1: -ECANCELED");
        for (int count = 0; count < 2; count++) {
            Completion seen = ring.take();
            if (seen.userData() == 2 && seen.result() == 0) {
                ring.evidence().variant("the cancel of a futex wait is answered with 0");
            } else if (!seen.equals(new Completion(2, 1, 0))
                    && !seen.equals(new Completion(1, Errno.ECANCELED.negative(), 0))) {
                throw new CheckFailed("saw " + seen);
            }
        }
    }
}
