/// The driver of one ring: a single-threaded state machine that keeps every promise the ring does
/// not keep by itself (permits, identities, wake-ups, bounded shutdown).
///
/// [dev.ringmark.runtime.shard.Driver] is where to start. It reads no clock and sleeps nowhere
/// but through its [dev.ringmark.runtime.kernel.Kernel].
package dev.ringmark.runtime.shard;
