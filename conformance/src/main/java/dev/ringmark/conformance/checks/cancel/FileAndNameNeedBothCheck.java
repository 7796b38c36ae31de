package dev.ringmark.conformance.checks.cancel;

import static dev.ringmark.conformance.fixture.Expected.cqe;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;

@Check(
        id = "cancel.file_and_name_need_both",
        statement = "S077",
        says =
                "CANCEL_FD with CANCEL_USERDATA ends the request that has both, not one "
                        + "that has either.",
        since = "6.6",
        source =
                "io_uring_prep_cancel(3); liburing issue 1611: 6.12 and later answered -ENOENT"
                        + " until fixed in 2026",
        needs = {"IORING_ASYNC_CANCEL_FD", "IORING_ASYNC_CANCEL_USERDATA"})
final class FileAndNameNeedBothCheck {

    @OnRing
    void only_the_request_with_both_ends(TestRing ring) {
        TestKernel.Pipe pipe = Targets.read(ring, 2);
        Targets.read(ring, pipe.readEnd(), 3);
        TestKernel.Pipe other = Targets.read(ring, 3);
        ring.submit(3);
        Targets.cancelFile(ring, pipe.readEnd(), 3, CancelFlag.USERDATA.bits(), 4);
        ring.submit(1);
        ring.expect(cqe(4, 0), cqe(3, Errno.ECANCELED));
        ring.expectNothing();
        ring.testKernel().write(pipe.writeEnd(), new byte[3]);
        ring.testKernel().write(other.writeEnd(), new byte[3]);
        ring.expect(cqe(2, 3), cqe(3, 3));
    }
}
