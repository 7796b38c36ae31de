package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.OperationOption;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Whether operations put the files they make into the ring's table instead of the process's.
final class DirectTrials {

    private static final int SLOTS = 4;
    private static final short AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;

    private DirectTrials() {}

    /// Opens into slot 1 and closes it, which works only if the file is there.
    static Support open(Trial trial) {
        TrialRing ring = withSlots(trial);
        int result = FileTrials.open(trial, ring, 2);
        if (result > 0) {
            trial.owned("OPENAT", result);
            return trial.unsupported("OPENAT ignores the slot and opens an ordinary fd");
        }
        return result == 0 ? closed(trial, ring, 1) : trial.judge("OPENAT into a slot", result, 0);
    }

    static Support socket(Trial trial) {
        TrialRing ring = withSlots(trial);
        ring.next(Opcode.SOCKET, AF_UNIX, 0, 0, SOCK_STREAM).fileIndex(2);
        int result = ring.result();
        return result == 0 ? closed(trial, ring, 1) : trial.judge("SOCKET into a slot", result, 0);
    }

    static Support allocation(Trial trial) {
        TrialRing ring = withSlots(trial);
        int slot = FileTrials.open(trial, ring, OperationOption.FILE_INDEX_ALLOC.bits());
        if (slot >= SLOTS) {
            trial.owned("OPENAT", slot);
            return trial.unsupported("OPENAT ignores the slot and opens an ordinary fd");
        }
        return slot >= 0 ? closed(trial, ring, slot) : trial.judge("OPENAT into any slot", slot, 0);
    }

    static Support pipe(Trial trial) {
        trial.needs(Opcode.PIPE);
        TrialRing ring = withSlots(trial);
        MemorySegment ends = trial.ints(-1, -1);
        ring.next(Opcode.PIPE, 0, ends.address(), 0, 0)
                .fileIndex(OperationOption.FILE_INDEX_ALLOC.bits());
        int result = ring.result();
        return result == 0
                ? closed(trial, ring, ends.get(JAVA_INT, 0))
                : trial.judge("PIPE into slots", result, 0);
    }

    private static TrialRing withSlots(Trial trial) {
        TrialRing ring = trial.ring();
        int[] empty = new int[SLOTS];
        Arrays.fill(empty, -1);
        FileTrials.registerFiles(trial, ring, empty);
        return ring;
    }

    private static Support closed(Trial trial, TrialRing ring, int slot) {
        ring.next(Opcode.CLOSE, 0, 0, 0, 0).fileIndex(slot + 1);
        int result = ring.result();
        return result == 0
                ? trial.supported()
                : trial.unsupported(
                        "slot " + slot + " is empty: CLOSE returned " + Errno.describe(result));
    }
}
