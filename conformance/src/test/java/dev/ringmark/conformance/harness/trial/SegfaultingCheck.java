package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestRing;

/// Takes its JVM down with a signal of the kind that bad memory gives.
@Check(
        id = "trial.segfaulting",
        statement = "S001",
        says = "A crash of the JVM costs one verdict.",
        source = "the test",
        modes = RingMode.PLAIN)
public final class SegfaultingCheck {

    @OnRing
    void sends_itself_SIGSEGV(TestRing ring) throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        new ProcessBuilder("kill", "-SEGV", pid).start();
        while (true) {
            ring.ring().submitAndWait(1);
        }
    }
}
