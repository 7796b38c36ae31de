package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;

@Check(
        id = "links.full_read_keeps_chain",
        statement = "S046",
        says = "A read that gives all bytes asked for keeps its chain.",
        since = "5.3",
        source = "io_uring_enter(2), IOSQE_IO_LINK")
final class FullReadKeepsChainCheck {

    @OnRing
    void three_bytes_of_three_keep_it(TestRing ring) {
        int file = ring.testKernel().file(new byte[] {1, 2, 3, 4});
        ring.read(file, ring.testKernel().memory(3), 1).flag(SqeFlag.IO_LINK);
        ring.nop(2);
        ring.submit(2);
        ring.expectInOrder(cqe(1, 3), cqe(2, 0));
    }
}
