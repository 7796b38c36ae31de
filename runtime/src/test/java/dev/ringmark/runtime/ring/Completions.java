package dev.ringmark.runtime.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;

/// What most tests of a ring do: prepare, submit, and look at what comes.
public final class Completions {

    /// How long any test waits for what must come.
    public static final Duration PATIENCE = Duration.ofSeconds(5);

    /// A CQE that was taken out of the ring.
    public record Completion(long userData, int result, int flags) {}

    private Completions() {}

    /// The next SQE, which must be there.
    public static Sqe next(Ring ring) {
        Sqe sqe = ring.nextSqe();
        assertNotNull(sqe, "the SQ is full");
        return sqe;
    }

    /// Prepares NOPs whose user data count up.
    public static void nops(Ring ring, long firstUserData, int count) {
        for (int at = 0; at < count; at++) {
            next(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(firstUserData + at);
        }
    }

    /// Submits and takes one completion, which must come.
    public static Completion take(Ring ring) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        do {
            // An IOPOLL ring gives a wait up early when another task wants the CPU.
            int submitted = ring.submitAndWait(1, PATIENCE);
            assertTrue(submitted >= 0, () -> "enter returned " + submitted);
        } while (ring.cqReady() == 0 && System.nanoTime() < deadline);
        return reap(ring);
    }

    /// Takes one completion that is there already.
    public static Completion reap(Ring ring) {
        Cqe cqe = ring.peek();
        assertNotNull(cqe, "no completion");
        Completion taken = new Completion(cqe.userData(), cqe.result(), cqe.flags());
        ring.advance();
        return taken;
    }

    /// A NOP goes in and comes out: the ring still works.
    public static void assertWorks(Ring ring) {
        next(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(0x900d);
        assertEquals(new Completion(0x900d, 0, 0), take(ring));
    }
}
