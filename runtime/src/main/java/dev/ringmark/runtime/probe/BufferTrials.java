package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.layout.BufferLayout;
import dev.ringmark.runtime.layout.BufferRegistrationLayout;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.MmapOffset;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import java.lang.foreign.MemorySegment;

/// Whether buffer rings can be had in their kinds, and where a ring's regions are mapped.
final class BufferTrials {

    private static final int SIZE = 16;
    private static final int MIN_LEFT = 8;
    private static final long PAGE_SIZE = 4096;

    private BufferTrials() {}

    static Support of(Trial trial, BufferRingFlag flag) {
        return switch (flag) {
            case MMAP -> {
                MemorySegment registration = BufferGroup.registration(trial, flag.bits());
                yield trial.judge(
                        "IORING_REGISTER_PBUF_RING with " + flag.kernelName(),
                        trial.tryRegister(
                                trial.ownRing(), RegisterOp.PBUF_RING, registration, 1),
                        0);
            }
            case INC -> register(trial, 0);
        };
    }

    /// An incremental ring whose buffers are left when less than so many bytes remain.
    static Support minLeft(Trial trial) {
        return register(trial, MIN_LEFT);
    }

    private static Support register(Trial trial, int minLeft) {
        MemorySegment registration = BufferGroup.registration(trial, BufferRingFlag.INC.bits());
        MemorySegment page = trial.pages(8 * BufferLayout.SIZE);
        registration.set(JAVA_LONG, BufferRegistrationLayout.RING_ADDR, page.address());
        registration.set(JAVA_INT, BufferRegistrationLayout.MIN_LEFT, minLeft);
        return trial.judge(
                "IORING_REGISTER_PBUF_RING with IOU_PBUF_RING_INC"
                        + (minLeft == 0 ? "" : " and min_left"),
                trial.tryRegister(trial.ownRing(), RegisterOp.PBUF_RING, registration, 1),
                0);
    }

    /// A receive of half a buffer of an incremental ring.
    static Completion receiveHalf(Trial trial) {
        TrialRing ring = trial.ownRing();
        BufferGroup group = BufferGroup.of(trial, ring, BufferRingFlag.INC.bits(), 1, 2 * SIZE);
        int[] pair = trial.socketPair();
        trial.write(pair[1], SIZE);
        ring.next(Opcode.RECV, pair[0], 0, 0, 0).bufferGroup(group.id());
        return ring.complete();
    }

    /// A send out of a group, its data chosen by the kernel.
    static Support sendFromGroup(Trial trial) {
        TrialRing ring = trial.ownRing();
        BufferGroup group = BufferGroup.of(trial, ring, 0, 1, SIZE);
        int[] pair = trial.socketPair();
        ring.next(Opcode.SEND, pair[1], 0, 0, 0).bufferGroup(group.id());
        Completion sent = ring.complete();
        return sent.result() == SIZE && sent.has(CqeFlag.BUFFER)
                ? trial.supported()
                : trial.unsupported(
                        "SEND with IOSQE_BUFFER_SELECT returned " + Errno.describe(sent.result()));
    }

    static Support of(Trial trial, MmapOffset offset) {
        return switch (offset) {
            case SQ_RING, CQ_RING, SQES -> {
                int fd = trial.ownRing().ring().fd();
                yield isMapped(trial, fd, offset.value())
                        ? trial.supported()
                        : trial.unsupported("mmap of the ring's fd at this offset fails");
            }
            case PBUF_RING, PBUF_SHIFT, MMAP_MASK -> bufferRingAt(trial);
        };
    }

    /// One mapped buffer ring shows all three: where such rings begin, that the group's id is
    /// shifted into the offset, and that the id's bits do not choose another region.
    private static Support bufferRingAt(Trial trial) {
        trial.needs(BufferRingFlag.MMAP);
        TrialRing ring = trial.ownRing();
        trial.register(
                ring,
                RegisterOp.PBUF_RING,
                BufferGroup.registration(trial, BufferRingFlag.MMAP.bits()),
                1);
        long base = MmapOffset.PBUF_RING.value();
        int fd = ring.ring().fd();
        long group = base | (long) BufferGroup.ID << MmapOffset.PBUF_SHIFT.bits();
        long stranger = base | (BufferGroup.ID + 1L) << MmapOffset.PBUF_SHIFT.bits();
        return trial.when(
                isMapped(trial, fd, group) && !isMapped(trial, fd, stranger),
                "a buffer ring is not mapped where its group's id says");
    }

    private static boolean isMapped(Trial trial, int fd, long offset) {
        try {
            trial.map(fd, offset, PAGE_SIZE);
            return true;
        } catch (RingException _) {
            return false; // the kernel has nothing there, which is an answer
        }
    }
}
