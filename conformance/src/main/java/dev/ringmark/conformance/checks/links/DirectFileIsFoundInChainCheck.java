package dev.ringmark.conformance.checks.links;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

@Check(
        id = "links.direct_file_is_found_in_chain",
        statement = "S058",
        says =
                "A chain may open a file into a table slot, read from it and close it: the slot is "
                        + "looked up when a member starts.",
        since = "5.18",
        source = "io_uring_setup(2), IORING_FEAT_LINKED_FILE",
        needs = "IORING_FEAT_LINKED_FILE")
final class DirectFileIsFoundInChainCheck {

    private static final String CONTENT = "direct";

    @OnRing
    void open_read_close_work_in_one_submit(TestRing ring) {
        DirectFiles.register(ring, -1);
        int file = ring.testKernel().file(CONTENT.getBytes(StandardCharsets.UTF_8));
        MemorySegment into = ring.testKernel().memory(CONTENT.length());
        DirectFiles.open(ring, file, 1).flag(SqeFlag.IO_LINK);
        DirectFiles.read(ring, into, 2).flag(SqeFlag.IO_LINK);
        DirectFiles.close(ring, 3);
        ring.submit(3);
        ring.expectInOrder(cqe(1, 0), cqe(2, CONTENT.length()), cqe(3, 0));
        DirectFiles.mustHold(ring, CONTENT, into);
        DirectFiles.read(ring, into, 4);
        ring.submit(1);
        ring.expect(cqe(4, Errno.EBADF));
    }
}
