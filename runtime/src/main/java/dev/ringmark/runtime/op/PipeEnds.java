package dev.ringmark.runtime.op;

/// The two ends of a new pipe.
///
/// @param reader what is written comes out here
/// @param writer what goes in
public record PipeEnds(Fd<FileKind.PipeReader> reader, Fd<FileKind.PipeWriter> writer) {}
