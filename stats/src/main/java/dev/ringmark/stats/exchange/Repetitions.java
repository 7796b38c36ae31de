package dev.ringmark.stats.exchange;

/// What the repetitions in a file are whose format does not say: Google Benchmark and benchstat.
public enum Repetitions {
    /// Iterations of one process, which is how both harnesses repeat by themselves.
    OF_ONE_PROCESS,
    /// Processes of their own: the harness was started once for each.
    OF_OWN_PROCESSES
}
