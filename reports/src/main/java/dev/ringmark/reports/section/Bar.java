package dev.ringmark.reports.section;

import dev.ringmark.stats.record.Verdict;

/// A verdict's share of all results, in thousandths: where it begins and how wide it is.
public record Bar(Verdict verdict, int x, int width) {}
