package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.ringmark.runtime.layout.BufferLayout;
import dev.ringmark.runtime.layout.BufferRegistrationLayout;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/// A few buffers for the kernel to choose from, in a buffer ring of one page.
///
/// @param id the group
/// @param ring the page
/// @param buffers the buffers' memory, one behind the other
record BufferGroup(int id, MemorySegment ring, MemorySegment buffers) {

    /// The id of the first buffer, not 0, so that it shows in a CQE's flags.
    static final int FIRST_ID = 5;

    private static final int ENTRIES = 8;
    /// The id of every group of ours: each lives on a ring of its own.
    static final int ID = 1;

    private static final VarHandle TAIL = JAVA_SHORT.varHandle();

    /// A group with so many buffers in it.
    ///
    /// @param flags bits of [dev.ringmark.runtime.uapi.BufferRingFlag], without MMAP
    static BufferGroup of(Trial trial, TrialRing owner, int flags, int count, int size) {
        trial.needs(RegisterOp.PBUF_RING);
        MemorySegment page = trial.pages(ENTRIES * BufferLayout.SIZE);
        MemorySegment registration = registration(trial, flags);
        registration.set(JAVA_LONG, BufferRegistrationLayout.RING_ADDR, page.address());
        trial.register(owner, RegisterOp.PBUF_RING, registration, 1);
        BufferGroup group = new BufferGroup(ID, page, trial.memory((long) count * size));
        for (int index = 0; index < count; index++) {
            long entry = index * BufferLayout.SIZE;
            page.set(
                    JAVA_LONG,
                    entry + BufferLayout.ADDR,
                    group.buffers.address() + (long) index * size);
            page.set(JAVA_INT, entry + BufferLayout.LEN, size);
            page.set(JAVA_SHORT, entry + BufferLayout.BID, (short) (FIRST_ID + index));
        }
        TAIL.setRelease(page, BufferLayout.RESV, (short) count); // publishes the entries above
        return group;
    }

    /// The argument of REGISTER_PBUF_RING, its ring's address still missing.
    static MemorySegment registration(Trial trial, int flags) {
        MemorySegment registration = trial.memory(BufferRegistrationLayout.SIZE);
        registration.set(JAVA_INT, BufferRegistrationLayout.RING_ENTRIES, ENTRIES);
        registration.set(JAVA_SHORT, BufferRegistrationLayout.BGID, (short) ID);
        registration.set(JAVA_SHORT, BufferRegistrationLayout.FLAGS, (short) flags);
        return registration;
    }
}
