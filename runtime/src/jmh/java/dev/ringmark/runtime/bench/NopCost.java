package dev.ringmark.runtime.bench;

/// What one NOP cost in one run.
///
/// @param wallNs elapsed nanoseconds
/// @param cpuNs nanoseconds of the thread's CPU time
/// @param allocatedB bytes allocated on the Java heap
record NopCost(double wallNs, double cpuNs, double allocatedB) {}
