package dev.ringmark.runtime.shard;

/// How a driver's end went.
///
/// @param quarantined how many operations had not ended by the deadline; their memory is still the
///     kernel's, and the ring lives until the last of them has ended
/// @param cancelledAtOnce whether one call cancelled everything (SYNC_CANCEL, since 6.0), or each
///     operation was cancelled by itself
public record CloseReport(int quarantined, boolean cancelledAtOnce) {}
