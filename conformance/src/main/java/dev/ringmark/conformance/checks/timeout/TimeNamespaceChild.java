package dev.ringmark.conformance.checks.timeout;

import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.conformance.fixture.TestRing;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.time.Duration;

/// The JVM that [AbsoluteInTimeNamespaceCheck] starts in a time namespace of its own: it prints how
/// many nanoseconds an absolute timeout took.
public final class TimeNamespaceChild {

    /// How far in the future the timeout is: much more than a JVM needs for anything.
    static final Duration DEADLINE = Duration.ofSeconds(1);

    /// How long the child may take, its start included.
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private TimeNamespaceChild() {}

    public static void main(String[] arguments) {
        try (PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out))) {
            print(out);
        }
    }

    private static void print(PrintStream out) {
        try (TestKernel kernel = new TestKernel(Kernel.host())) {
            TestRing ring = kernel.openRing(RingOptions.entries(4));
            ring.roundTrip(); // what is linked and loaded on the way is not the timeout's time
            long before = kernel.kernel().nanoTime();
            Timeouts.absolute(ring, Timeouts.CLOCK_MONOTONIC, DEADLINE, 1)
                    .operationFlags(TimeoutFlag.ABS.bits());
            ring.submit();
            ring.take();
            out.println(kernel.kernel().nanoTime() - before);
        }
    }
}
