package dev.ringmark.runtime.op;

import dev.ringmark.runtime.buffer.OwnedBuffer;

/// Data that was moved, and the buffer that is the program's again.
///
/// @param buffer what was read into or written from
/// @param bytes how many; 0 of a read is the end of the file or stream
public record Transfer(OwnedBuffer buffer, int bytes) {}
