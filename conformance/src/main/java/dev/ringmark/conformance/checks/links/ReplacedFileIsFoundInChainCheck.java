package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

@Check(
        id = "links.replaced_file_is_found_in_chain",
        statement = "S058",
        says = "A member behind one that replaces the file of a slot uses the new file.",
        since = "5.18",
        source = "io_uring_setup(2), IORING_FEAT_LINKED_FILE",
        needs = "IORING_FEAT_LINKED_FILE")
final class ReplacedFileIsFoundInChainCheck {

    @OnRing
    void a_read_behind_an_open_sees_the_new_file(TestRing ring) {
        int before = ring.testKernel().file("before".getBytes(StandardCharsets.UTF_8));
        int after = ring.testKernel().file("behind".getBytes(StandardCharsets.UTF_8));
        DirectFiles.register(ring, before);
        MemorySegment into = ring.testKernel().memory(6);
        DirectFiles.open(ring, after, 1).flag(SqeFlag.IO_LINK);
        DirectFiles.read(ring, into, 2);
        ring.submit(2);
        ring.expectInOrder(cqe(1, 0), cqe(2, 6));
        DirectFiles.mustHold(ring, "behind", into);
    }
}
