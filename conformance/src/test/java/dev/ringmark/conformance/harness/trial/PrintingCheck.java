package dev.ringmark.conformance.harness.trial;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Writes into the worker's channel what does not belong there.
@Check(
        id = "trial.printing",
        statement = "S001",
        says = "Garbage on the channel is told from messages.",
        source = "the test",
        modes = RingMode.NONE)
public final class PrintingCheck {

    @OnRing
    void prints_garbage(TestKernel kernel) throws IOException {
        String halfMessage = "{\"type\":\"result\",\"id\":\"trial";
        byte[] garbage =
                ("a line\n\u001e" + halfMessage + "\nno end of line")
                        .getBytes(StandardCharsets.UTF_8);
        // Not closed: the descriptor is the channel's.
        new FileOutputStream(FileDescriptor.out).write(garbage);
        kernel.evidence().observed(garbage.length + " bytes of garbage");
    }
}
