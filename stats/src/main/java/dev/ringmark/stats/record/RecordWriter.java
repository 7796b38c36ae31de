package dev.ringmark.stats.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Appends whole lines to a record, each given to the operating system before [#append] returns: a
/// process that dies loses nothing it appended, and only [#sync] and [#close] wait for the disk.
///
/// Threads may share a writer. Processes may take turns, a child appending while its parent waits:
/// every append starts at the end the file has then.
public final class RecordWriter implements AutoCloseable {
    private enum State {
        EMPTY,
        OPEN,
        ENDED,
        CLOSED
    }

    private final Path path;

    // Not a FileChannel: an interrupt of the appending thread would close that.
    private final RandomAccessFile file;
    private State state;

    private RecordWriter(Path path, RandomAccessFile file, State state) {
        this.path = path;
        this.file = file;
        this.state = state;
    }

    /// Creates the file; its folder must exist and the file must not.
    ///
    /// @throws RecordException naming path and cause
    public static RecordWriter open(Path path) {
        try {
            Files.createFile(path);
            return new RecordWriter(path, new RandomAccessFile(path.toFile(), "rw"), State.EMPTY);
        } catch (IOException e) {
            throw new RecordException(path, "cannot be created", e);
        }
    }

    /// Continues a record that has a header and no end. A last line that its writer did not finish
    /// is cut off.
    ///
    /// @throws RecordException naming path and cause; the file is then as it was
    public static RecordWriter appendTo(Path path) {
        RecordReader.Tail tail = RecordReader.tail(path);
        RandomAccessFile file;
        try {
            file = new RandomAccessFile(path.toFile(), "rw");
        } catch (IOException e) {
            throw new RecordException(path, "cannot be continued", e);
        }
        RecordWriter writer = new RecordWriter(path, file, State.OPEN);
        try {
            writer.continueAt(tail);
            return writer;
        } catch (RecordException e) {
            writer.close();
            throw e;
        }
    }

    /// Writes one line: a [RunHeader] first and only first, an [EndLine] last.
    ///
    /// @throws IllegalArgumentException if a field cannot be written; nothing was
    /// @throws RecordException if the file cannot take the line; what it took of it is cut off
    // again
    public synchronized void append(RecordLine line) {
        boolean isHeader = line instanceof RunHeader;
        if (state == State.ENDED || state == State.CLOSED || isHeader != (state == State.EMPTY)) {
            throw new IllegalStateException(
                    line.type() + " line for a record that is " + Checks.wireName(state));
        }
        write(LineCodec.encode(line) + "\n");
        state = line instanceof EndLine ? State.ENDED : State.OPEN;
    }

    /// Waits until what was appended is on the disk: before something that may stop the machine.
    public synchronized void sync() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            throw new RecordException(path, "cannot be synced", e);
        }
    }

    /// Syncs and closes. A file that never got its header is removed.
    @Override
    public synchronized void close() {
        if (state == State.CLOSED) {
            return;
        }
        boolean empty = state == State.EMPTY;
        state = State.CLOSED;
        try (file) {
            if (empty) {
                Files.deleteIfExists(path);
            } else {
                file.getFD().sync();
            }
        } catch (IOException e) {
            throw new RecordException(path, "cannot be closed", e);
        }
    }

    private void continueAt(RecordReader.Tail tail) {
        try {
            file.setLength(tail.length());
        } catch (IOException e) {
            throw new RecordException(path, "cannot be continued", e);
        }
        if (!tail.lineEnded()) {
            write("\n");
        }
    }

    private void write(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LineSource.LINE_BYTES_MAX) {
            throw new FieldException(
                    "(line)", bytes.length + " bytes", "at most " + LineSource.LINE_BYTES_MAX);
        }
        try {
            long length = file.length();
            file.seek(length);
            try {
                file.write(bytes);
            } catch (IOException e) {
                cutTo(length, e);
                throw e;
            }
        } catch (IOException e) {
            throw new RecordException(path, "cannot be written", e);
        }
    }

    private void cutTo(long length, IOException because) {
        try {
            file.setLength(length);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }
}
