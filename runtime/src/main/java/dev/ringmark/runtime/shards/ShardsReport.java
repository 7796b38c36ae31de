package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.LoopReport;

import java.util.List;

/// How a runtime has ended.
///
/// @param shards how each of its loops has, by index
/// @param messagesRefused messages that nobody had taken
public record ShardsReport(List<LoopReport> shards, long messagesRefused) {

    /// Copies the list.
    public ShardsReport {
        shards = List.copyOf(shards);
    }

    /// Whether nothing was left and nothing had failed.
    public boolean isClean() {
        return shards.stream().allMatch(LoopReport::isClean);
    }
}
