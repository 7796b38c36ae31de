package dev.ringmark.conformance.checks.poll;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;

@Check(
        id = "poll.regular_file_is_always_ready",
        statement = "S088",
        says = "A regular file is ready for reading and writing at any time.",
        since = "5.1",
        source = "poll(2), NOTES")
final class RegularFileIsAlwaysReadyCheck {

    @OnRing
    void an_empty_file_is_ready(TestRing ring) {
        int fd = ring.testKernel().file(new byte[0]);
        Polls.add(ring, fd, Polls.POLLIN | Polls.POLLOUT, 1);
        ring.submit(1);
        ring.expect(cqe(1, Polls.POLLIN | Polls.POLLOUT));
    }
}
