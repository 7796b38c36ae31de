package dev.ringmark.ci.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.function.Consumer;

/// What a container writes: whole lines of its standard output as they come, and the end of its
/// complaints.
public final class ContainerOutput {
    private static final int COMPLAINTS_MAX = 4000;
    private static final int LINE_MAX = 1 << 22;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder complaints = new StringBuilder();
    private long heard = System.nanoTime();

    /// @param lines gets each line of standard output
    public ContainerOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    synchronized void take(boolean isError, byte[] bytes) {
        heard = System.nanoTime();
        if (isError) {
            complaints.append(new String(bytes, UTF_8));
            complaints.delete(0, Math.max(0, complaints.length() - COMPLAINTS_MAX));
            return;
        }
        for (byte b : bytes) {
            if (b == '\n') {
                lines.accept(line.toString(UTF_8));
                line.reset();
            } else if (line.size() < LINE_MAX) {
                line.write(b);
            }
        }
    }

    /// How long nothing has come.
    synchronized Duration silence() {
        return Duration.ofNanos(System.nanoTime() - heard);
    }

    synchronized String complaints() {
        return complaints.toString().strip();
    }
}
