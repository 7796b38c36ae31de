package dev.ringmark.runtime.shard;

import java.util.LinkedHashMap;
import java.util.Map;

/// What a driver has counted so far.
///
/// @param accepted operations taken, waiting ones included
/// @param ended operations whose outcome was told
/// @param rejected starts that were refused
/// @param stale CQEs of operations that had ended: counted and ignored
/// @param foreign CQEs that name nothing the driver can have submitted: counted and ignored
/// @param enters calls of io_uring_enter, raw flushes not included
/// @param waits those of them that could sleep
/// @param interrupted enters that a signal ended
/// @param starved enters that the kernel refused for want of room
/// @param shortSubmits enters that took fewer SQEs than were pending
/// @param overflowFlushes times the overflow list was asked for
/// @param rearmed multishots armed again after the kernel had ended them
/// @param paused multishots taken out of the kernel for want of credit
/// @param wakeArms times the poll of the wake source was armed
/// @param wakes CQEs of the wake source
/// @param signals wake-ups of other drivers that this ring sent
/// @param callbackFailures callbacks that threw
/// @param orphanFilesClosed fds that came when nobody was left to take them
/// @param filesClosed descriptors of [Driver#adopt] that were closed
/// @param unsaid members of quiet chains that ended without a CQE of their own
public record DriverCounts(
        long accepted,
        long ended,
        long rejected,
        long stale,
        long foreign,
        long enters,
        long waits,
        long interrupted,
        long starved,
        long shortSubmits,
        long overflowFlushes,
        long rearmed,
        long paused,
        long wakeArms,
        long wakes,
        long signals,
        long callbackFailures,
        long orphanFilesClosed,
        long filesClosed,
        long unsaid) {

    /// The counters by their names, in this order.
    public Map<String, Long> byName() {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("accepted", accepted);
        counts.put("ended", ended);
        counts.put("rejected", rejected);
        counts.put("stale", stale);
        counts.put("foreign", foreign);
        counts.put("enters", enters);
        counts.put("waits", waits);
        counts.put("interrupted", interrupted);
        counts.put("starved", starved);
        counts.put("shortSubmits", shortSubmits);
        counts.put("overflowFlushes", overflowFlushes);
        counts.put("rearmed", rearmed);
        counts.put("paused", paused);
        counts.put("wakeArms", wakeArms);
        counts.put("wakes", wakes);
        counts.put("signals", signals);
        counts.put("callbackFailures", callbackFailures);
        counts.put("orphanFilesClosed", orphanFilesClosed);
        counts.put("filesClosed", filesClosed);
        counts.put("unsaid", unsaid);
        return counts;
    }

    static DriverCounts of(Tally tally) {
        return new DriverCounts(
                tally.accepted,
                tally.ended,
                tally.rejected,
                tally.stale,
                tally.foreign,
                tally.enters,
                tally.waits,
                tally.interrupted,
                tally.starved,
                tally.shortSubmits,
                tally.overflowFlushes,
                tally.rearmed,
                tally.paused,
                tally.wakeArms,
                tally.wakes,
                tally.signals,
                tally.callbackFailures,
                tally.orphanFilesClosed,
                tally.filesClosed,
                tally.unsaid);
    }
}
