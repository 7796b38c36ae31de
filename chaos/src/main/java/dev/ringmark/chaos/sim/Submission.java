package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Consumes SQEs: looks at each, joins them into chains, and starts what is complete.
final class Submission {

    private static final byte SPOILED = (byte) 0xa5;

    /// What takes no memory beside the request: to end something never fails for want of it.
    static final Set<Integer> NEEDS_NOTHING =
            Set.of(
                    Opcode.NOP.bits(),
                    Opcode.CLOSE.bits(),
                    Opcode.ASYNC_CANCEL.bits(),
                    Opcode.POLL_REMOVE.bits(),
                    Opcode.TIMEOUT_REMOVE.bits());

    /* An enter stops where it likes. The thread of an SQPOLL ring takes whatever the tail says when
     * it looks, and stops before that in two cases only (io_uring/sqpoll.c, __io_sq_thread(), and
     * io_uring.c, io_submit_sqes(), 5.11 to 6.18): after 8, when it serves several rings, which no
     * driver's does; and where there is no memory for a request. So a chain that was published
     * with one store of the tail is taken with one look at it, unless memory is refused.
     */

    private final SimRing ring;
    private @Nullable Request head;
    private @Nullable Request last;
    private boolean isSilenceUsed;

    Submission(SimRing ring) {
        this.ring = ring;
    }

    /// The member that would come before the next one of the open chain, or null.
    @Nullable Request lastOfChain() {
        return last;
    }

    /// Consumes SQEs.
    ///
    /// @return how many: fewer than asked for where one was refused or the array pointed nowhere;
    ///     or -EAGAIN
    int submit(int asked) {
        SubmissionQueue sq = ring.sq();
        Interference interference = ring.kernel().interference();
        boolean isPolled = ring.has(SetupFlag.SQPOLL);
        int there = Math.min(asked, sq.available());
        int possible = there;
        if (possible > 0) {
            possible = interference.submit(possible);
        }
        int taken = 0;
        ring.lifecycle().setSubmitting(true);
        ring.lifecycle().begin();
        int refused = 0;
        while (taken < possible || (isPolled && head != null && taken < there)) {
            refused = interference.allocate(Allocation.REQUEST, 0);
            long sqe = refused == 0 ? sq.next() : 0;
            if (sqe == 0) {
                break;
            }
            taken++;
            if (!take(sqe) && !ring.has(SetupFlag.SUBMIT_ALL)) {
                break;
            }
        }
        if (head != null) {
            start();
        }
        sq.publishHead();
        ring.lifecycle().end();
        ring.lifecycle().setSubmitting(false);
        // io_uring/io_uring.c, io_submit_sqes(), 5.1 to 6.18: no request for the first of them
        return taken == 0 && refused != 0 ? Errno.EAGAIN.negative() : taken;
    }

    /// @return whether the batch goes on without further ado
    private boolean take(long sqe) {
        Request request = ring.newRequest(sqe);
        if (ring.kernel().interference().spoils()) {
            UserMemory.fill(sqe, SqeLayout.SIZE, SPOILED);
        }
        int error = prepare(request);
        if (error == 0) {
            append(request);
            return true;
        }
        request.result = error;
        request.fail();
        boolean goesOn = request.isLinked();
        Request first = head;
        if (first != null && !first.isFailed) {
            first.result = Errno.ECANCELED.negative();
            first.fail();
        }
        append(request);
        return goesOn;
    }

    private void append(Request request) {
        Request before = last;
        if (before == null) {
            head = request;
        } else {
            before.next = request;
        }
        last = request;
        if (!request.isLinked()) {
            start();
        }
    }

    private void start() {
        Request first = head;
        head = null;
        last = null;
        if (first != null) {
            first.refuseChain();
            ring.lifecycle().drain().start(first);
        }
    }

    private int prepare(Request request) {
        Operation operation = request.operation;
        if (request.opcode >= ring.kernel().profile().opcodes()) {
            return Errno.EINVAL.negative();
        }
        if ((request.flags & ~ring.kernel().profile().sqeFlags()) != 0) {
            return Errno.EINVAL.negative();
        }
        if (operation == null) {
            int refused = refused(request);
            return refused != 0
                    ? refused
                    : Errno.EOPNOTSUPP.negative(); // as if it were built out of the kernel
        }
        if (request.has(SqeFlag.BUFFER_SELECT) && !operation.selectsBuffer()) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (request.has(SqeFlag.CQE_SKIP_SUCCESS)) {
            isSilenceUsed = true;
        }
        if (request.has(SqeFlag.IO_DRAIN) && isSilenceUsed) {
            return Errno.EOPNOTSUPP.negative();
        }
        if (!ring.restrictions().allowsRequest(request.opcode, request.flags)) {
            return Errno.EACCES.negative();
        }
        if (request.ioPriority != 0 && !operation.takesPriority()) {
            return Errno.EINVAL.negative();
        }
        if (ring.has(SetupFlag.IOPOLL) && !operation.isPollable()) {
            return Errno.EINVAL.negative();
        }
        if (!ring.personalities().isUsable(request.personality)) {
            return Errno.EINVAL.negative();
        }
        if (operation.needsFile()
                && ring.kernel().is(Switch.BAD_FD_ENDS_BATCH)
                && ring.fileOf(request) == null) {
            return Errno.EBADF.negative();
        }
        int refused = refused(request);
        if (refused != 0) {
            return refused;
        }
        return request.opcode == Opcode.LINK_TIMEOUT.bits()
                ? LinkTimeout.prepare(request, last)
                : operation.prepare(request);
    }

    private int refused(Request request) {
        return NEEDS_NOTHING.contains(request.opcode)
                ? 0
                : ring.kernel().interference().allocate(Allocation.REQUEST_DATA, request.opcode);
    }
}
