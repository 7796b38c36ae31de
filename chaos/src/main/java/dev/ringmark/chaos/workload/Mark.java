package dev.ringmark.chaos.workload;

import dev.ringmark.runtime.shard.DriverCounts;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/// A branch of the driver that deals with trouble; a campaign that never got there proves nothing
/// about it.
public enum Mark {
    REJECTED(DriverCounts::rejected),
    STALE_COMPLETION(DriverCounts::stale),
    FOREIGN_COMPLETION(DriverCounts::foreign),
    INTERRUPTED(DriverCounts::interrupted),
    STARVED(DriverCounts::starved),
    SHORT_SUBMIT(DriverCounts::shortSubmits),
    OVERFLOW_FLUSHED(DriverCounts::overflowFlushes),
    MULTISHOT_REARMED(DriverCounts::rearmed),
    MULTISHOT_PAUSED(DriverCounts::paused),
    WOKEN(DriverCounts::wakes),
    WAKE_ARMED_AGAIN(counts -> Math.max(0, counts.wakeArms() - 1)),
    CALLBACK_THREW(DriverCounts::callbackFailures),
    ORPHAN_FILE_CLOSED(DriverCounts::orphanFilesClosed),
    NOT_OPENED,
    FAILED,
    QUARANTINED,
    CANCELLED_AT_ONCE,
    CANCELLED_EACH,
    QUEUE_TIMED_OUT,
    NEVER_SEEN_BY_KERNEL,
    UNPREPARED,
    WAITED_FOR_PERMIT;

    private final ToLongFunction<DriverCounts> counter;

    Mark(ToLongFunction<DriverCounts> counter) {
        this.counter = counter;
    }

    Mark() {
        this(_ -> 0);
    }

    /// The marks that a driver's counters show.
    static Set<Mark> of(DriverCounts counts) {
        Set<Mark> marks = EnumSet.noneOf(Mark.class);
        for (Mark mark : values()) {
            if (mark.counter.applyAsLong(counts) > 0) {
                marks.add(mark);
            }
        }
        return marks;
    }
}
