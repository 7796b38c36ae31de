/// Streams of bytes, blocking and cancellable: what sockets, pipes, files and TLS have in common,
/// and what is built on top of it.
@NullMarked
package dev.ringmark.runtime.io;

import org.jspecify.annotations.NullMarked;
