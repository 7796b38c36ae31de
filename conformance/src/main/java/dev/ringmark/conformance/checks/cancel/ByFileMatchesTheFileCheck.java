package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.by_file_matches_the_file",
        statement = "S076",
        says =
                "CANCEL_FD with CANCEL_ALL ends every request on the file, whatever its "
                        + "name, and none on another.",
        since = "5.19",
        source = "io_uring_prep_cancel(3)",
        needs = "IORING_ASYNC_CANCEL_FD")
final class ByFileMatchesTheFileCheck {

    @OnRing
    void two_reads_of_one_pipe_end_and_one_of_another_stays(TestRing ring) {
        TestKernel.Pipe pipe = Targets.read(ring, 1);
        Targets.read(ring, pipe.readEnd(), 2);
        TestKernel.Pipe other = Targets.read(ring, 3);
        ring.submit(3);
        Targets.cancelFile(ring, pipe.readEnd(), 0, CancelFlag.ALL.bits(), 4);
        ring.submit(1);
        ring.expect(cqe(4, 2), cqe(1, Errno.ECANCELED), cqe(2, Errno.ECANCELED));
        ring.testKernel().write(other.writeEnd(), new byte[3]);
        ring.expect(cqe(3, 3));
    }
}
