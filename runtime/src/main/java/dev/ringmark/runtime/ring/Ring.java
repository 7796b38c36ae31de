package dev.ringmark.runtime.ring;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.ffi.RawMemory;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.layout.FilesUpdateLayout;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.layout.RingMemory;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.RingFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One io_uring: a submission queue, a completion queue, and the arithmetic between them.
///
/// The data path ([#nextSqe()], [#submit()], [#peek()], [#advance()]) allocates nothing and answers
/// with the kernel's own `int`s. Confined to one thread at a time; with SINGLE_ISSUER to the thread
/// that made or enabled the ring, which must be a platform thread that outlives it: a ring entered
/// from a thread that exits loses requests. Memory that operations name must stay valid until their
/// terminal CQE; closing a ring makes no buffer safe.
public final class Ring implements AutoCloseable {

    /* Four indices run freely in 32 bits: the kernel owns the SQ head and the CQ tail, we the other
     * two. What is pending is always our tail minus the kernel's head as it is now, never what some
     * earlier enter was asked to take: a short submit, a failed enter and SQPOLL all leave entries
     * published, and forgetting one would strand it.
     *
     * sqTail counts entries handed out by nextSqe(); they become visible to the kernel when
     * submit() publishes the tail, once per batch. sqHeadSeen and cqTailSeen are the kernel's
     * indices as they were last read. They only ever lag, so what they show is there: the kernel's
     * words are read again when they show a full SQ or an empty CQ, not for every entry.
     *
     * A mixed ring (SQE_MIXED, CQE_MIXED) has entries that take two slots, which may not wrap: the
     * writer fills the last slot with a NOP that posts nothing, the kernel with a CQE flagged
     * SKIP. Those two CQE flags are believed only on rings that asked for them, because MSG_RING
     * can forge them on others (observed 6.18).
     *
     * Entries are written and read by address (RawMemory), everything else through segments that
     * throw once the ring is unmapped. close() leaves no address behind.
     */

    private final Kernel kernel;
    private final RingOptions options;
    private final Arena arena = Arena.ofShared();
    private final RingMappings mappings;
    private final RingMemory memory;
    private final MemorySegment params;
    private final Sqe sqe;
    private final Cqe cqe;
    private final WaitArgument wait;
    private final boolean sqPolled;
    private final boolean mixedCqes;
    private final int sqEntries;
    private int sqTail;
    private int sqHeadSeen;
    private int cqHead;
    private int cqTailSeen;
    private long cqHeadAddress;
    private int enterFd;
    private int enterFlags;
    private boolean closed;

    private Ring(Kernel kernel, RingOptions options) {
        this.kernel = kernel;
        this.options = options;
        params = arena.allocate(ParamsLayout.LAYOUT);
        try {
            mappings = RingMappings.open(kernel, params, options);
        } catch (RingException e) {
            arena.close();
            throw e;
        }
        memory = mappings.memory();
        sqe = new Sqe(memory, options.has(SetupFlag.SQE128));
        cqe = new Cqe(memory, options.has(SetupFlag.CQE32));
        wait = new WaitArgument(arena);
        sqPolled = options.has(SetupFlag.SQPOLL);
        mixedCqes = options.has(SetupFlag.CQE_MIXED);
        sqEntries = memory.sqEntries();
        sqTail = memory.sqTail();
        sqHeadSeen = memory.sqHead();
        cqHead = memory.cqHead();
        cqTailSeen = cqHead;
        cqHeadAddress = memory.cqHeadAddress();
        enterFd = mappings.fd();
        enterFlags = mappings.isIndex() ? EnterFlag.REGISTERED_RING.bits() : 0;
        if (memory.hasArray()) {
            for (int index = 0; index < memory.sqEntries(); index++) {
                memory.sqArray(index, index);
            }
        }
    }

    /// Makes a ring.
    ///
    /// @throws RingException when the kernel refuses, with what to try
    public static Ring open(Kernel kernel, RingOptions options) {
        return new Ring(kernel, options);
    }

    /// The kernel this ring lives on.
    public Kernel kernel() {
        return kernel;
    }

    /// What the ring was made with.
    public RingOptions options() {
        return options;
    }

    /// The ring's fd; with REGISTERED_FD_ONLY its registered index.
    public int fd() {
        return mappings.fd();
    }

    /// Bits of [FeatureBit], as the kernel said at setup.
    public int features() {
        return params.get(JAVA_INT, ParamsLayout.FEATURES);
    }

    /// Whether the kernel said a feature bit at setup.
    public boolean has(FeatureBit feature) {
        return (features() & feature.bits()) != 0;
    }

    /// A field of `io_uring_params` as the kernel filled it, by its offset in [ParamsLayout].
    public int parameter(long offset) {
        return params.get(JAVA_INT, offset);
    }

    /// The shared memory by name, for onlookers and for tests of the arithmetic.
    public RingMemory memory() {
        return memory;
    }

    /// How many SQEs fit.
    public int sqEntries() {
        return memory.sqEntries();
    }

    /// How many CQEs fit.
    public int cqEntries() {
        return memory.cqEntries();
    }

    /// The next free SQE, or null when the SQ is full.
    public @Nullable Sqe nextSqe() {
        if (sqTail - sqHeadSeen == sqEntries && sqSpace() == 0) {
            return null;
        }
        return sqe.moveTo(sqTail++);
    }

    /// The next free 128-byte SQE of a SQE_MIXED ring, or null when it does not fit (since 6.19).
    ///
    /// It takes two slots that lie side by side. Where only the last slot is left before the wrap,
    /// that one becomes a NOP which posts nothing and carries an open link on; like every
    /// CQE_SKIP_SUCCESS it makes IO_DRAIN unusable on the ring. Even when this returns null a
    /// submit makes room.
    public @Nullable Sqe nextWideSqe() {
        if (!options.has(SetupFlag.SQE_MIXED)) {
            throw new IllegalStateException("nextWideSqe: the ring was made without SQE_MIXED");
        }
        boolean atLastSlot = (sqTail & (memory.sqEntries() - 1)) == memory.sqEntries() - 1;
        if (atLastSlot && sqSpace() > 0) {
            int links = pending() > 0 ? sqe.linkFlags() : 0;
            sqe.moveTo(sqTail++)
                    .prepare(Opcode.NOP, -1, 0, 0, 0)
                    .flags(links | SqeFlag.CQE_SKIP_SUCCESS.bits());
        }
        if (sqSpace() < 2) {
            return null;
        }
        int index = sqTail;
        sqTail += 2;
        return sqe.moveToWide(index);
    }

    /// An entry that was prepared and that the kernel has not consumed, to be prepared again; not
    /// with SQPOLL, whose thread may be reading it.
    ///
    /// @param fromEnd 1 for the last one
    public Sqe pendingSqe(int fromEnd) {
        if (sqPolled || fromEnd < 1 || fromEnd > pending()) {
            throw new IllegalArgumentException(
                    "fromEnd: " + fromEnd + ", expected 1.." + (sqPolled ? 0 : pending()));
        }
        return sqe.moveTo(sqTail - fromEnd);
    }

    /// How many SQEs can still be had before a submit.
    public int sqSpace() {
        return memory.sqEntries() - pending();
    }

    /// How many SQEs were handed out and not yet consumed by the kernel: our tail minus its head.
    public int pending() {
        sqHeadSeen = memory.sqHead();
        return sqTail - sqHeadSeen;
    }

    /// Publishes what was prepared and has the kernel consume it.
    ///
    /// @return how many SQEs the kernel consumed, fewer than [#pending()] after a prep-time error,
    ///     or `-errno`; with SQPOLL how many this call published
    public int submit() {
        return submitAndWait(0, 0);
    }

    /// As [#submit()], and waits until so many CQEs are there.
    ///
    /// On an IOPOLL ring the wait may end with fewer: the kernel stops polling when another task
    /// wants the CPU (seen on 6.18 under load).
    public int submitAndWait(int minComplete) {
        return submitAndWait(minComplete, 0);
    }

    /// As [#submitAndWait(int)], with more bits of [EnterFlag].
    public int submitAndWait(int minComplete, int moreFlags) {
        int pending = publish();
        int flags = moreFlags | (minComplete > 0 ? EnterFlag.GETEVENTS.bits() : 0);
        if (sqPolled) {
            return submitPolled(pending, minComplete, flags);
        }
        if (pending == 0 && flags == 0) {
            return 0;
        }
        return enter(pending, minComplete, flags, MemorySegment.NULL, 0);
    }

    /// Publishes what was prepared, submits it, and waits for CQEs no longer than a time.
    ///
    /// @param timeout 0 or more, measured on CLOCK_MONOTONIC
    /// @return how many SQEs were consumed, `-ETIME` when the time passed and none was, or
    ///     `-errno`; a count hides both -ETIME and -EINTR, so look at [#cqReady()]
    public int submitAndWait(int minComplete, Duration timeout) {
        int pending = publish();
        int polled = 0;
        if (sqPolled) {
            polled = submitPolled(pending, 0, 0);
            if (polled < 0) {
                return polled;
            }
            pending = 0;
        }
        int result = enterAndWait(pending, minComplete, timeout);
        // The SQEs were published without this enter, so only the end of a wait may be hidden.
        boolean isWaitOver =
                result >= 0 || result == Errno.ETIME.negative() || result == Errno.EINTR.negative();
        return polled > 0 && isWaitOver ? polled : result;
    }

    /// Flushes what the kernel keeps to itself: the overflow list, and deferred task work.
    ///
    /// @return 0 or `-errno`
    public int flush() {
        return enter(0, 0, EnterFlag.GETEVENTS.bits(), MemorySegment.NULL, 0);
    }

    /// io_uring_enter2(2) on this ring, as it is. Publishes nothing.
    public int enter(
            int toSubmit, int minComplete, int flags, MemorySegment argument, long argumentSize) {
        if (closed) {
            throw closedAlready();
        }
        return kernel.enter(
                enterFd, toSubmit, minComplete, flags | enterFlags, argument, argumentSize);
    }

    /// io_uring_register(2) on this ring, as it is.
    public int register(RegisterOp operation, MemorySegment argument, int count) {
        if (closed) {
            throw closedAlready();
        }
        return mappings.register(operation, argument, count);
    }

    /// The oldest CQE not yet advanced over, or null when none is visible.
    ///
    /// Does not enter: with DEFER_TASKRUN completions become visible only in an enter, and kept
    /// overflow only after [#flush()].
    public @Nullable Cqe peek() {
        if (cqHead == cqTailSeen) {
            cqTailSeen = memory.cqTail();
            if (cqHead == cqTailSeen) {
                return null;
            }
        }
        cqe.moveTo(cqHead);
        return mixedCqes ? skipOrWiden() : cqe;
    }

    /// Gives the CQE of the last [#peek()] back to the kernel.
    public void advance() {
        cqHead += mixedCqes && cqe.isWide() ? 2 : 1;
        RawMemory.setIntRelease(cqHeadAddress, cqHead);
    }

    private @Nullable Cqe skipOrWiden() {
        if (cqe.has(CqeFlag.SKIP)) {
            memory.publishCqHead(++cqHead);
            return peek();
        }
        return cqe.widen(cqe.has(CqeFlag.CQE32));
    }

    /// How many slots of the CQ are filled.
    public int cqReady() {
        return memory.cqTail() - cqHead;
    }

    /// Whether the SQ's flags word has a bit of [RingFlag].
    public boolean has(RingFlag flag) {
        return (memory.sqFlags() & flag.bits()) != 0;
    }

    /// Registers the ring's fd with the calling thread, and enters by index from then on
    /// (io_uring_register(2), since 5.18). Call it on the thread that enters.
    ///
    /// @return 0 or `-errno`
    public int registerRingFd() {
        if (enterFlags != 0) {
            throw new IllegalStateException(
                    "registerRingFd: the ring is entered by its index " + enterFd + " already");
        }
        try (Arena local = Arena.ofConfined()) {
            MemorySegment update = local.allocate(FilesUpdateLayout.LAYOUT);
            update.set(JAVA_INT, FilesUpdateLayout.OFFSET, -1);
            update.set(JAVA_LONG, FilesUpdateLayout.FDS, mappings.fd());
            int result = register(RegisterOp.RING_FDS, update, 1);
            if (result != 1) {
                return result;
            }
            enterFd = update.get(JAVA_INT, FilesUpdateLayout.OFFSET);
            enterFlags = EnterFlag.REGISTERED_RING.bits();
            return 0;
        }
    }

    /// Whether the ring is entered by an index that only the thread which registered it can use.
    public boolean isEnteredByIndex() {
        return enterFlags != 0;
    }

    /// Whether that index is beside an fd, so that it can be given back.
    public boolean isFdRegistered() {
        return enterFlags != 0 && !mappings.isIndex();
    }

    /// Gives the registered index back; call it on the thread that registered.
    ///
    /// @return 0 or `-errno`
    public int unregisterRingFd() {
        if (enterFlags == 0 || mappings.isIndex()) {
            throw new IllegalStateException(
                    "unregisterRingFd: the ring has no index besides its fd");
        }
        int result = mappings.unregisterIndex(enterFd);
        enterFd = mappings.fd();
        enterFlags = 0;
        return Math.min(result, 0);
    }

    /// Enables a ring made with R_DISABLED; the calling thread becomes its issuer.
    ///
    /// @return 0 or `-errno`
    public int enable() {
        return register(RegisterOp.ENABLE_RINGS, MemorySegment.NULL, 0);
    }

    /// Unmaps the ring and closes its fd. Operations in flight go on in the kernel and may still
    /// write their buffers: reap them first. Closing twice is an error of the owner and throws.
    @Override
    public void close() {
        if (closed) {
            throw closedAlready();
        }
        if (isFdRegistered()) {
            unregisterRingFd();
        }
        forgetMemory();
        mappings.close();
        arena.close();
    }

    /// Leaves no way to the memory but through its segments, which throw once it is unmapped: the
    /// SQ looks full and the CQ empty, so that the next look at either goes there.
    private void forgetMemory() {
        closed = true;
        sqe.park();
        cqe.park();
        cqHeadAddress = RawMemory.PARKED;
        sqHeadSeen = sqTail - sqEntries;
        cqTailSeen = cqHead;
    }

    private static IllegalStateException closedAlready() {
        return new IllegalStateException("the ring is closed, and its fd may be another file's");
    }

    /// @return how many SQEs are to be consumed: all that are pending; with SQPOLL, where they may
    ///     be gone at once, those published now
    private int publish() {
        int published = sqPolled ? sqTail - memory.sqTail() : 0;
        memory.publishSqTail(sqTail);
        return sqPolled ? published : pending();
    }

    private int submitPolled(int published, int minComplete, int flags) {
        // Store-load: the tail must be visible before the thread's flag is read, or both sleep.
        VarHandle.fullFence();
        int enterWith = flags;
        if (pending() > 0 && has(RingFlag.SQ_NEED_WAKEUP)) {
            enterWith |= EnterFlag.SQ_WAKEUP.bits();
        }
        if (enterWith == 0) {
            return published;
        }
        int result = enter(published, minComplete, enterWith, MemorySegment.NULL, 0);
        return result < 0 ? result : published;
    }

    private int enterAndWait(int pending, int minComplete, Duration timeout) {
        if (!has(FeatureBit.EXT_ARG)) {
            return submitThenPoll(pending, minComplete, timeout);
        }
        int flags = EnterFlag.GETEVENTS.bits() | EnterFlag.EXT_ARG.bits();
        MemorySegment argument = wait.timeout(timeout);
        return enter(pending, minComplete, flags, argument, argument.byteSize());
    }

    /// The wait of kernels before 5.11: enter takes no timeout, but a ring fd can be polled.
    private int submitThenPoll(int pending, int minComplete, Duration timeout) {
        int submitted = pending == 0 ? 0 : enter(pending, 0, 0, MemorySegment.NULL, 0);
        if (submitted < 0) {
            return submitted;
        }
        int waited = wait.poll(this, minComplete, timeout);
        return submitted > 0 ? submitted : waited; // a count hides errors, as the kernel's does
    }
}
