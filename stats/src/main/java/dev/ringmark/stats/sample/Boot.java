package dev.ringmark.stats.sample;

import java.util.List;

/// One start of a machine, or of a virtual machine, and the forks that ran in it.
public record Boot(List<Fork> forks) {
    /// Copies the list.
    public Boot {
        forks = List.copyOf(forks);
    }
}
