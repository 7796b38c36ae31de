package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A ring as the kernel knows it; a file like others, which lives while an fd or a mapping of it
/// does (K14).
final class SimRing extends SimFile {

    private static final long TEARDOWN_LATENCY_MAX = 5_000_000;

    private final SimulatedKernel kernel;
    private final RingShape shape;
    private final List<PagePool.Block> blocks;
    private final SubmissionQueue sq;
    private final CompletionQueue cq;
    private final Lifecycle lifecycle = new Lifecycle(this);
    private final Submission submission = new Submission(this);
    private final TaskWork taskWork = new TaskWork(this);
    private final CountedTimeouts timeouts = new CountedTimeouts();
    private final FileSlots files = new FileSlots();
    private final FixedBuffers buffers = new FixedBuffers();
    private final BufferGroups groups;
    private final Personalities personalities = new Personalities();
    private final Restrictions restrictions = new Restrictions();
    private final Notifier notifier = new Notifier();
    private final WaitRegion waitRegion = new WaitRegion();
    private final WorkerLimits workerLimits = new WorkerLimits();
    private final @Nullable SqThread sqThread;
    private int owner;
    private int waitClock = 1;
    private boolean isDisabled;
    private boolean isDead;
    private long serial;

    /// Requests whose last CQE has not been posted.
    private final Set<Request> named = new HashSet<>();

    /// @param rings where both queues lie
    /// @param sqes where the SQEs lie
    /// @param blocks the memory to give back when the ring is gone
    SimRing(
            SimulatedKernel kernel,
            RingShape shape,
            long rings,
            long sqes,
            List<PagePool.Block> blocks,
            int sqThreadIdleMs) {
        this.kernel = kernel;
        this.shape = shape;
        this.blocks = blocks;
        groups = new BufferGroups(kernel);
        shape.writeConstants(rings);
        sq = new SubmissionQueue(shape, rings, sqes);
        cq = new CompletionQueue(shape, sq, rings, kernel);
        isDisabled = has(SetupFlag.R_DISABLED);
        owner = isDisabled ? 0 : kernel.threads().current();
        sqThread = has(SetupFlag.SQPOLL) ? new SqThread(this, sqThreadIdleMs) : null;
        notifier.watch(rings);
        kernel.outside().born(this);
    }

    SimulatedKernel kernel() {
        return kernel;
    }

    boolean has(SetupFlag flag) {
        return shape.has(flag);
    }

    RingShape shape() {
        return shape;
    }

    List<PagePool.Block> blocks() {
        return blocks;
    }

    SubmissionQueue sq() {
        return sq;
    }

    CompletionQueue cq() {
        return cq;
    }

    Lifecycle lifecycle() {
        return lifecycle;
    }

    Submission submission() {
        return submission;
    }

    TaskWork taskWork() {
        return taskWork;
    }

    CountedTimeouts timeouts() {
        return timeouts;
    }

    FileSlots files() {
        return files;
    }

    FixedBuffers buffers() {
        return buffers;
    }

    BufferGroups groups() {
        return groups;
    }

    Personalities personalities() {
        return personalities;
    }

    Restrictions restrictions() {
        return restrictions;
    }

    Notifier notifier() {
        return notifier;
    }

    WaitRegion waitRegion() {
        return waitRegion;
    }

    WorkerLimits workerLimits() {
        return workerLimits;
    }

    @Nullable SqThread sqThread() {
        return sqThread;
    }

    int waitClock() {
        return waitClock;
    }

    void setWaitClock(int clockId) {
        waitClock = clockId;
    }

    boolean isDisabled() {
        return isDisabled;
    }

    boolean isDead() {
        return isDead;
    }

    /// Enables a ring made with R_DISABLED: the calling thread owns it from now on.
    void enable() {
        isDisabled = false;
        owner = kernel.threads().current();
        restrictions.enforce();
        if (sqThread != null) {
            sqThread.look();
        }
    }

    /// Whether the calling thread is not the only one that may submit.
    boolean isForeign() {
        return has(SetupFlag.SINGLE_ISSUER) && owner != 0 && owner != kernel.threads().current();
    }

    Request newRequest(long sqe) {
        int opcode = UserMemory.getByte(sqe + SqeLayout.OPCODE) & 0xff;
        Request request = new Request(this, ++serial, sqe, kernel.operations().of(opcode));
        named.add(request);
        return request;
    }

    /// The kernel has let go of everything the request named, and said so.
    void forget(Request request) {
        if ((request.cqeFlags & CqeFlag.MORE.bits()) == 0) {
            named.remove(request);
        }
    }

    /// The notification of a zero-copy send was posted.
    void notified(Request request) {
        named.remove(request);
    }

    /// Whether a request that has not ended names memory in a range.
    boolean names(long address, long size) {
        for (Request request : named) {
            if (request.address >= address && request.address < address + size) {
                return true;
            }
        }
        return false;
    }

    /// How many requests have not had their last CQE.
    int unended() {
        return named.size();
    }

    /// The file a request names by number or slot, or null.
    @Nullable SimFile fileOf(Request request) {
        return request.has(SqeFlag.FIXED_FILE)
                ? files.get(request.fd)
                : kernel.fds().get(request.fd);
    }

    /// Has something run when the owner next runs task work.
    void later(Request request, Runnable what) {
        taskWork.add(request.opcode, what);
    }

    /// CQEs were posted.
    ///
    /// @param counted how many of them a timeout may count
    void posted(int counted) {
        timeouts.count(counted);
        notifier.signal(!lifecycle.isSubmitting());
        changed(true);
    }

    /// Posts a CQE that belongs to no request of this ring.
    void postMessage(long userData, int result, int flags) {
        cq.post(userData, result, flags);
        posted(1);
    }

    @Override
    int ready() {
        // io_uring/io_uring.c, io_has_work(), 6.1: work that waits for an interrupt is not counted.
        boolean awaitsCall = has(SetupFlag.DEFER_TASKRUN) || has(SetupFlag.COOP_TASKRUN);
        boolean hasEvents =
                cq.ready() > 0 || cq.keptCount() > 0 || (awaitsCall && !taskWork.isEmpty());
        return (hasEvents ? PollEvents.IN : 0)
                | (sq.available() < shape.sqEntries() ? PollEvents.OUT : 0);
    }

    /// The last fd and the last mapping are gone. What is in flight goes on for a while (K15).
    @Override
    void released() {
        isDead = true;
        cq.close();
        sq.close();
        if (sqThread != null) {
            sqThread.stop();
        }
        blocks.forEach(kernel::release);
        kernel.forget(this);
        long drawn = kernel.streams().latency(TEARDOWN_LATENCY_MAX);
        long usual = kernel.interference().teardown(drawn);
        kernel.heap().in(usual, this::tearDown);
    }

    private void tearDown() {
        for (Request request : List.copyOf(lifecycle.inFlight())) {
            SimFile file = request.file;
            request.stopWaiting();
            if (request.timer != null) {
                request.timer.cancel();
            }
            request.phase = Request.Phase.DONE;
            if (file != null) {
                request.file = null;
                file.release();
            }
        }
        lifecycle.inFlight().clear();
        named.clear();
        kernel.outside().tornDown(this);
        files.unregister();
        notifier.unregister();
    }

    /// The flags of a CQE that carries a buffer id.
    static int bufferFlags(int bufferId) {
        return CqeFlag.BUFFER.bits() | bufferId << CqeFlag.BUFFER_SHIFT.bits();
    }
}
