package dev.ringmark.runtime.net;

import dev.ringmark.runtime.task.Loop;

/// A pipe (pipe(7)): what is written at one end is read at the other. CLOEXEC.
///
/// @param reader where it comes out
/// @param writer where it goes in
public record Pipe(PipeReader reader, PipeWriter writer) implements AutoCloseable {

    private static final int CLOEXEC = 0x80000; // O_CLOEXEC

    /// Makes one (pipe2(2)).
    public static Pipe open(Loop loop) {
        int[] ends = new int[2];
        LoopFile.require("pipe2", loop.kernel().calls().pipe(ends, CLOEXEC));
        PipeReader reader;
        try {
            reader = new PipeReader(loop, ends[0]);
        } catch (RuntimeException e) {
            loop.kernel().close(ends[1]);
            throw e;
        }
        try {
            return new Pipe(reader, new PipeWriter(loop, ends[1]));
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /// Closes both ends.
    @Override
    public void close() {
        reader.close();
        writer.close();
    }
}
