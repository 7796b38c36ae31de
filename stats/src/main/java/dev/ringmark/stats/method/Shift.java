package dev.ringmark.stats.method;

/// An estimated difference with its interval, at the level the interval really has.
public record Shift(double estimate, double lo, double hi, double level) {}
