package dev.ringmark.stats.exchange;

import dev.ringmark.stats.sample.Sample;
import java.util.List;

/// What a file holds: the samples in the order of the file, and what was left out and why.
public record ResultFile(Format format, List<Sample> samples, List<String> notes) {
    /// Copies the lists.
    public ResultFile {
        samples = List.copyOf(samples);
        notes = List.copyOf(notes);
    }
}
