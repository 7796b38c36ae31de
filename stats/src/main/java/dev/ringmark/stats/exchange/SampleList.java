package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The samples of a file as they are found; one benchmark has one place in a file.
final class SampleList {
    private final Path file;
    private final Map<BenchmarkId, String> places = new HashMap<>();
    private final List<Sample> samples = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    SampleList(Path file) {
        this.file = file;
    }

    /// Adds a sample that stands at `line`, and in `field` of it.
    void add(Sample sample, String line, String field) {
        String before = places.putIfAbsent(sample.benchmark(), line);
        if (before != null) {
            throw new ImportException(
                    file,
                    line,
                    ImportException.problem(
                            field,
                            sample.benchmark().toString(),
                            "each benchmark once; it stands in line " + before + " already"));
        }
        samples.add(sample);
    }

    /// Something of the file that is not passed on; the same is noted once.
    void note(String text) {
        if (!notes.contains(text)) {
            notes.add(text);
        }
    }

    ResultFile finish(Format format) {
        if (samples.isEmpty()) {
            String noted = notes.isEmpty() ? "" : "; " + String.join("; ", notes);
            throw new ImportException(file, "", "no benchmark with values in it" + noted);
        }
        return new ResultFile(format, samples, notes);
    }
}
