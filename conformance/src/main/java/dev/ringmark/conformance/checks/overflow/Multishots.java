package dev.ringmark.conformance.checks.overflow;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.Completion;
import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/// What becomes of a multishot request that has one more completion than the CQ has room.
///
/// Since 6.10 it ends with that completion. Kernels before sometimes kept the completion and let
/// the request go on, or ended it with -ECANCELED, depending on how its task work ran; that is
/// legal, as long as F_MORE tells the truth.
final class Multishots {

    static final long REQUEST = 1;

    private static final long REMOVE = 2;
    private static final int SHOTS_MAX = 10_000;

    private Multishots() {}

    /// Takes the CQEs of the request and shows that it is gone, or goes on where it may.
    ///
    /// @param result what each of its completions says
    /// @param remover the operation that removes it by its user data
    static void endBehindFullCq(TestRing ring, int result, Opcode remover) {
        Expected shot = cqe(REQUEST, result).with(CqeFlag.MORE);
        ring.expect(Collections.nCopies(FullCq.ENTRIES, shot).toArray(Expected[]::new));
        // RECVSEND_BUNDLE came with 6.10.
        if (ring.ring().has(FeatureBit.RECVSEND_BUNDLE)) {
            ring.expect(cqe(REQUEST, result));
            remove(ring, remover, Errno.ENOENT.negative());
            return;
        }
        ring.evidence().expected("one more CQE, with or without F_MORE");
        Completion beyond = ring.take();
        if (beyond.has(CqeFlag.MORE)) {
            ring.evidence().variant("the request goes on behind a full CQ");
            removeAndDrain(ring, remover);
        } else {
            ring.evidence().variant("the request ends behind a full CQ, before 6.10");
            int end = beyond.result();
            ring.evidence()
                    .holds(
                            "it ends as every shot does, or with -ECANCELED",
                            end == result || end == Errno.ECANCELED.negative(),
                            beyond.toString());
            remove(ring, remover, Errno.ENOENT.negative());
        }
    }

    private static void remove(TestRing ring, Opcode remover, int mustBe) {
        ring.sqe(remover, -1, REQUEST, 0, 0).userData(REMOVE);
        ring.submit(1);
        ring.expect(cqe(REMOVE, mustBe));
    }

    /// Removes a request that goes on, and takes what it still posted up to its end.
    private static void removeAndDrain(TestRing ring, Opcode remover) {
        ring.sqe(remover, -1, REQUEST, 0, 0).userData(REMOVE);
        ring.submit(1);
        Set<Completion> missing = new HashSet<>();
        missing.add(new Completion(REMOVE, 0, 0));
        missing.add(new Completion(REQUEST, Errno.ECANCELED.negative(), 0));
        for (int shot = 0; !missing.isEmpty(); shot++) {
            Completion seen = ring.take();
            boolean expected = missing.remove(seen) || seen.has(CqeFlag.MORE);
            if (!expected || shot == SHOTS_MAX) {
                throw new CheckFailed("saw " + seen + ", expected " + missing);
            }
        }
    }
}
