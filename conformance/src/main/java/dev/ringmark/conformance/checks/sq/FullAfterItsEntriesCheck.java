package dev.ringmark.conformance.checks.sq;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.Expected;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import java.util.stream.IntStream;

@Check(
        id = "sq.full_after_its_entries",
        statement = "S018",
        says =
                "An SQ takes exactly its number of entries, and has room for as many "
                        + "again when they are submitted.",
        source = "io_uring_get_sqe(3); io_uring_sq_space_left(3)")
final class FullAfterItsEntriesCheck {

    @OnRing
    void eight_entries_are_room_for_eight_sqes(TestRing ring) {
        for (int count = 1; count <= 8; count++) {
            ring.evidence().result("space before SQE " + count, 9 - count, ring.ring().sqSpace());
            ring.nop(count);
        }
        boolean full = ring.ring().nextSqe() == null;
        ring.evidence().holds("there is no SQE 9", full, full ? "there is none" : "there is one");
        ring.evidence().result("space left", 0, ring.ring().sqSpace());
        ring.submit(8);
        ring.evidence().result("space after the submit", 8, ring.ring().sqSpace());
        ring.expect(
                IntStream.rangeClosed(1, 8)
                        .mapToObj(count -> cqe(count, 0))
                        .toArray(Expected[]::new));
    }
}
