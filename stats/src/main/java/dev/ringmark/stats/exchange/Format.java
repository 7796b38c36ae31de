package dev.ringmark.stats.exchange;

import java.util.Locale;

/// The kinds of result file that are read.
public enum Format {
    /// What JMH writes with `-rf json`.
    JMH_JSON,
    /// What Google Benchmark writes with `--benchmark_format=json`.
    GOOGLE_BENCHMARK_JSON,
    /// What hyperfine writes with `--export-json`.
    HYPERFINE_JSON,
    /// What Go's benchmarks print and benchstat reads.
    BENCHSTAT,
    /// One raw value in each line; see [CsvText].
    CSV,
    /// Our own record.
    RECORD;

    /// `JMH_JSON` as people read it: `jmh json`.
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
