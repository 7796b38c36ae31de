package dev.ringmark.runtime.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/// The lines of a [Recording] on their way out: counted, bounded, and never a reason for a call to
/// fail.
final class Trace {

    /// A file that gets its name when it is whole.
    private record Target(Path file, Path part, FileChannel channel, Writer writer) {

        static Target open(Path file) throws IOException {
            Path part = file.resolveSibling(file.getFileName() + ".part");
            FileChannel channel = FileChannel.open(part, CREATE, TRUNCATE_EXISTING, WRITE);
            return new Target(
                    file, part, channel, new BufferedWriter(Channels.newWriter(channel, UTF_8)));
        }

        void finish() throws IOException {
            try (writer) {
                writer.flush();
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private final Appendable out;
    private final @Nullable Target target;
    private final int linesMax;
    private long lines;
    private long linesLeftOut;
    private boolean closed;
    private @Nullable IOException failure;

    private Trace(Appendable out, @Nullable Target target, int linesMax) {
        this.out = out;
        this.target = target;
        this.linesMax = linesMax;
    }

    static Trace to(Appendable out, int linesMax) {
        return new Trace(out, null, required(linesMax));
    }

    static Trace to(Path file, int linesMax) throws IOException {
        int lines = required(linesMax);
        Target target = Target.open(file);
        return new Trace(target.writer, target, lines);
    }

    private static int required(int linesMax) {
        if (linesMax < 1) {
            throw new IllegalArgumentException("linesMax: " + linesMax + ", expected 1 or more");
        }
        return linesMax;
    }

    /// Writes a line, or counts it when it is one too many.
    synchronized void write(JsonLine line) {
        if (closed || failure != null || lines == linesMax) {
            linesLeftOut++;
            return;
        }
        lines++;
        append(line.line());
    }

    /// Writes the last line; a second close does nothing.
    synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        if (failure == null) {
            JsonLine last = new JsonLine().string("call", "end").number("lines", lines);
            append(last.number("lines_left_out", linesLeftOut).line());
        }
        if (failure != null) {
            if (target != null) {
                target.channel.close(); // the part stays for whoever wants what there is
            }
            throw failure;
        }
        if (target != null) {
            target.finish();
        }
    }

    private void append(String line) {
        try {
            out.append(line);
        } catch (IOException e) {
            failure = e;
        }
    }
}
