package dev.ringmark.runtime.op;

import java.util.EnumSet;
import java.util.Set;

/// What a file can be ready for: POLL* of poll(2).
public enum PollEvent implements Flag {
    /// There is something to read, or to accept.
    IN(0x1),
    /// There is something urgent to read.
    PRI(0x2),
    /// There is room to write.
    OUT(0x4),
    /// The file has an error; always reported.
    ERR(0x8),
    /// The other side is gone; always reported.
    HUP(0x10),
    /// The fd is not open; always reported.
    NVAL(0x20),
    /// The other side will send no more.
    RDHUP(0x2000);

    private final int bits;

    PollEvent(int bits) {
        this.bits = bits;
    }

    @Override
    public int bits() {
        return bits;
    }

    /// The events of a mask; bits without a name are left out.
    static Set<PollEvent> of(int mask) {
        Set<PollEvent> events = EnumSet.noneOf(PollEvent.class);
        for (PollEvent event : values()) {
            if ((mask & event.bits) != 0) {
                events.add(event);
            }
        }
        return events;
    }
}
