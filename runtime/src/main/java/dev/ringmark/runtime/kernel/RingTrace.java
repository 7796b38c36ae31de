package dev.ringmark.runtime.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.CqeLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a [Recording] has already told of one ring's queues.
final class RingTrace {

    /* The queues are watched from outside: their owner and the kernel go on meanwhile. An SQE is
     * read before the enter that may consume it, because its slot is free afterwards. A CQE is
     * read after the kernel's tail passed it; the slot may have been given back and filled again
     * by then, which a second look at the tail finds out: whatever lies a whole CQ behind it is
     * not told but counted as missed. On a mixed ring an entry's size is known only from the
     * entries before it, so there one loss loses all that was read with it. */

    private static final Map<Integer, String> OPCODE_NAMES = new HashMap<>();
    private static final CqeFlag[] CQE_FLAGS = {
        CqeFlag.BUFFER,
        CqeFlag.MORE,
        CqeFlag.SOCK_NONEMPTY,
        CqeFlag.NOTIF,
        CqeFlag.BUF_MORE,
        CqeFlag.SKIP,
        CqeFlag.CQE32,
    };

    static {
        for (Opcode opcode : Opcode.values()) {
            OPCODE_NAMES.put(opcode.bits(), opcode.name());
        }
    }

    /// An SQE as it was read.
    ///
    /// @param slot how many slots were to be consumed before it
    record SeenSqe(int slot, JsonLine fields) {}

    private final SeenRing ring;
    private int sqTailTold;
    private int cqTailTold;
    private long sqesMissed;
    private long cqesMissed;

    RingTrace(SeenRing ring) {
        this.ring = ring;
    }

    /// The SQEs that an enter may consume; the ones it did are those whose slot is below its
    /// result.
    ///
    /// With SQPOLL all that were published since the last look: the thread takes them unseen.
    synchronized List<SeenSqe> readSqes(RingMemory memory, int toSubmit) {
        List<SeenSqe> seen = new ArrayList<>();
        PublishedSqes.Visitor read =
                (slot, offset) -> seen.add(new SeenSqe(slot, sqe(memory.sqes(), offset)));
        if (ring.has(SetupFlag.SQPOLL)) {
            int tail = memory.sqTail();
            int count = tail - sqTailTold;
            int missed = Math.max(0, count - memory.sqEntries());
            sqesMissed += missed;
            PublishedSqes.visit(ring, memory, sqTailTold + missed, count - missed, read);
            sqTailTold = tail;
        } else {
            PublishedSqes.visitNext(ring, memory, toSubmit, read);
        }
        return seen;
    }

    /// Adds the CQEs that appeared since the last look.
    synchronized void readCqes(RingMemory memory, List<JsonLine> cqes) {
        int tail = memory.cqTail();
        boolean mixed = ring.has(SetupFlag.CQE_MIXED);
        boolean wide = ring.has(SetupFlag.CQE32);
        int from = Math.max(0, tail - cqTailTold - memory.cqEntries()) + cqTailTold;
        List<JsonLine> read = new ArrayList<>();
        List<Integer> indices = new ArrayList<>();
        for (int index = from; index != tail; index++) {
            long offset = memory.cqeOffset(index);
            int flags = memory.cqes().get(JAVA_INT, offset + CqeLayout.FLAGS);
            boolean isWide = wide || (mixed && (flags & CqeFlag.CQE32.bits()) != 0);
            if (!mixed || (flags & CqeFlag.SKIP.bits()) == 0) {
                read.add(cqe(memory.cqes(), offset, flags, isWide));
                indices.add(index);
            }
            if (mixed && isWide && index + 1 != tail) {
                index++;
            }
        }
        int lost = Math.max(from - cqTailTold, memory.cqTail() - cqTailTold - memory.cqEntries());
        if (lost > 0 && mixed) {
            cqesMissed += tail - cqTailTold;
        } else {
            cqesMissed += Math.min(Math.max(0, lost), tail - cqTailTold);
            for (int at = 0; at < read.size(); at++) {
                if (indices.get(at) - cqTailTold >= lost) {
                    cqes.add(read.get(at));
                }
            }
        }
        cqTailTold = tail;
    }

    /// How many SQEs cannot be told any more.
    synchronized long sqesMissed() {
        return sqesMissed;
    }

    /// How many CQEs may be missing, in slots.
    synchronized long cqesMissed() {
        return cqesMissed;
    }

    private static JsonLine sqe(MemorySegment sqes, long at) {
        JsonLine line = new JsonLine();
        int opcode = Byte.toUnsignedInt(sqes.get(JAVA_BYTE, at + SqeLayout.OPCODE));
        line.string("opcode", OPCODE_NAMES.getOrDefault(opcode, Integer.toString(opcode)));
        int flags = Byte.toUnsignedInt(sqes.get(JAVA_BYTE, at + SqeLayout.FLAGS));
        line.flags("flags", flags, SqeFlag.values());
        line.number("fd", sqes.get(JAVA_INT, at + SqeLayout.FD));
        line.hex("user_data", sqes.get(JAVA_LONG, at + SqeLayout.USER_DATA));
        shortField(line, "ioprio", sqes.get(JAVA_SHORT, at + SqeLayout.IOPRIO));
        longField(line, "off", sqes.get(JAVA_LONG, at + SqeLayout.OFF));
        longField(line, "addr", sqes.get(JAVA_LONG, at + SqeLayout.ADDR));
        intField(line, "len", sqes.get(JAVA_INT, at + SqeLayout.LEN));
        intField(line, "op_flags", sqes.get(JAVA_INT, at + SqeLayout.OP_FLAGS));
        shortField(line, "buf_index", sqes.get(JAVA_SHORT, at + SqeLayout.BUF_INDEX));
        shortField(line, "personality", sqes.get(JAVA_SHORT, at + SqeLayout.PERSONALITY));
        intField(line, "file_index", sqes.get(JAVA_INT, at + SqeLayout.FILE_INDEX));
        longField(line, "addr3", sqes.get(JAVA_LONG, at + SqeLayout.ADDR3));
        longField(line, "pad2", sqes.get(JAVA_LONG, at + SqeLayout.PAD2));
        return line;
    }

    private static JsonLine cqe(MemorySegment cqes, long at, int flags, boolean isWide) {
        JsonLine line = new JsonLine();
        line.hex("user_data", cqes.get(JAVA_LONG, at + CqeLayout.USER_DATA));
        int result = cqes.get(JAVA_INT, at + CqeLayout.RES);
        line.number("res", result);
        if (result < 0) {
            line.string("errno", Errno.describe(result));
        }
        boolean hasBuffer = (flags & CqeFlag.BUFFER.bits()) != 0;
        int lower = hasBuffer ? flags & 0xffff : flags;
        line.flags("flags", lower, CQE_FLAGS);
        if (hasBuffer) {
            line.number("buffer", flags >>> CqeFlag.BUFFER_SHIFT.bits());
        }
        if (isWide) {
            line.hex("extra1", cqes.get(JAVA_LONG, at + CqeLayout.SIZE));
            line.hex("extra2", cqes.get(JAVA_LONG, at + CqeLayout.SIZE + Long.BYTES));
        }
        return line;
    }

    private static void shortField(JsonLine line, String name, short value) {
        if (value != 0) {
            line.number(name, Short.toUnsignedInt(value));
        }
    }

    private static void intField(JsonLine line, String name, int value) {
        if (value != 0) {
            line.number(name, Integer.toUnsignedLong(value));
        }
    }

    private static void longField(JsonLine line, String name, long value) {
        if (value != 0) {
            line.hex(name, value);
        }
    }
}
