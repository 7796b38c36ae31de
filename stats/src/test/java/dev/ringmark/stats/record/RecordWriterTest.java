package dev.ringmark.stats.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordWriterTest {
    @TempDir Path folder;

    @Test
    void what_was_written_is_what_is_read() {
        Path path = folder.resolve("run.ndjson");
        try (RecordWriter writer = RecordWriter.open(path)) {
            Samples.LINES.forEach(writer::append);
        }

        Run run = RecordReader.read(path, ReadMode.STRICT);

        assertEquals(Samples.HEADER, run.header());
        assertEquals(Samples.LINES.subList(1, Samples.LINES.size()), run.lines());
        assertEquals(List.of(), run.problems());
    }
}
