/// Memory that operations work on: it moves to the kernel when an operation starts, and comes back
/// with the operation's terminal completion, however that one went.
///
/// [dev.ringmark.runtime.buffer.OwnedBuffer] is where to start.
package dev.ringmark.runtime.buffer;
