package dev.ringmark.conformance.harness;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// Copies what a record gains to a second file: a serial line, over which the lines outlive the
/// kernel that a check takes down.
final class RecordEcho implements AutoCloseable {

    private final Path path;
    private final RandomAccessFile record;
    private final FileOutputStream echo;

    private RecordEcho(Path path, RandomAccessFile record, FileOutputStream echo) {
        this.path = path;
        this.record = record;
        this.echo = echo;
    }

    /// Copies from the beginning of a record on.
    ///
    /// @throws UsageException when the second file can't be written to
    static RecordEcho open(Path record, Path path) {
        try {
            return new RecordEcho(
                    path,
                    new RandomAccessFile(record.toFile(), "r"),
                    new FileOutputStream(path.toFile(), true));
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    /// Copies everything behind what was copied before; returns when the file has taken it.
    void copy() {
        try {
            byte[] gained = new byte[Math.toIntExact(record.length() - record.getFilePointer())];
            record.readFully(gained);
            echo.write(gained);
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    @Override
    public void close() {
        try (record) {
            echo.close();
        } catch (IOException e) {
            throw refused(path, e);
        }
    }

    private static UsageException refused(Path path, IOException e) {
        return new UsageException("--echo: " + path + ", expected a writable file: " + e);
    }
}
