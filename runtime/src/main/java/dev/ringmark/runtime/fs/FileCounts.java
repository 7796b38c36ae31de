package dev.ringmark.runtime.fs;

/// Which way the reads and writes of a file took; a little late where several threads use it.
///
/// @param inlineReads calls on the caller's thread
/// @param ringReads operations of the ring
/// @param inlineWrites calls on the caller's thread
/// @param ringWrites operations of the ring
public record FileCounts(long inlineReads, long ringReads, long inlineWrites, long ringWrites) {}
