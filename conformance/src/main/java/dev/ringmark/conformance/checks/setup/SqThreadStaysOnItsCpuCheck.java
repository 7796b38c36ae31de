package dev.ringmark.conformance.checks.setup;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckBlocked;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.SetupFlag;

@Check(
        id = "setup.sq_thread_stays_on_its_cpu",
        statement = "S008",
        says =
                "With SQ_AFF the kernel's thread of a SQPOLL ring may run on the CPU sq_thread_cpu"
                        + " and on no other.",
        source = "io_uring_setup(2), IORING_SETUP_SQ_AFF",
        modes = RingMode.NONE)
final class SqThreadStaysOnItsCpuCheck {

    @OnRing
    void its_allowed_cpus_are_that_one(TestKernel kernel) {
        String own = SqThread.ownCpus(kernel);
        String last = own.replaceFirst(".*[-,]", "");
        if (last.equals(own)) {
            throw new CheckBlocked(
                    "this process may run on CPU " + own + " alone: give it two or more");
        }
        RingOptions polled = RingOptions.entries(8).with(SetupFlag.SQPOLL);
        TestRing pinned = kernel.openRing(polled.withSqThreadCpu(Integer.parseInt(last)));
        pinned.roundTrip();
        String cpus = SqThread.cpus(kernel, pinned);
        kernel.evidence().holds("CPUs of the thread: " + last, cpus.equals(last), cpus);
        pinned.settle();
    }
}
