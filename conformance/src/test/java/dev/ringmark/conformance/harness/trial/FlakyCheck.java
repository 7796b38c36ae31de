package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Fails the first time it is asked, in whatever process, and passes from then on.
@Check(
        id = "trial.flaky",
        statement = "S001",
        says = "Somebody was here before.",
        source = "the test",
        modes = RingMode.NONE)
public final class FlakyCheck {

    @OnRing
    void was_here_before(TestKernel kernel) throws IOException {
        Path marker = Path.of(System.getProperty("ringmark.trial.marker"));
        boolean before = Files.exists(marker);
        Files.writeString(marker, "here");
        kernel.evidence().holds("somebody was here before", before, "before: " + before);
    }
}
