package dev.ringmark.runtime.shard;

/// The driver's counters; written on its thread only.
final class Tally {
    long accepted;
    long ended;
    long rejected;
    long stale;
    long foreign;
    long enters;
    long waits;
    long interrupted;
    long starved;
    long shortSubmits;
    long overflowFlushes;
    long rearmed;
    long wakeArms;
    long wakes;
    long signals;
    long paused;
    long callbackFailures;
    long orphanFilesClosed;
    long filesClosed;
    long unsaid;
}
