package dev.ringmark.reports.view;

/// A name and what is said of it.
public record Entry(String name, String value) {}
