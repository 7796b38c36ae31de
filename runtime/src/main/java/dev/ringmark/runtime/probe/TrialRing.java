package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A ring that knows which of its requests have not ended, and never waits without a deadline.
final class TrialRing {

    private static final long CANCEL_TAG = -1;

    private final Ring ring;
    private final Patience patience;
    private final Set<Long> open = new HashSet<>();
    private final List<Completion> arrived = new ArrayList<>();
    private long lastTag;
    private boolean isSettled = true;

    TrialRing(Ring ring, Patience patience) {
        this.ring = ring;
        this.patience = patience;
    }

    Ring ring() {
        return ring;
    }

    /// The next SQE, prepared and tagged; [#tag()] is its tag.
    ///
    /// @throws RingException when the kernel does not take those before it
    Sqe next(Opcode opcode, int fd, long address, int length, long offset) {
        Sqe sqe = ring.nextSqe();
        if (sqe == null) {
            throw new RingException(
                    "io_uring_enter", Errno.EBUSY.negative(), "the SQ is full, nothing is taken");
        }
        lastTag++;
        open.add(lastTag);
        return sqe.prepare(opcode, fd, address, length, offset).userData(lastTag);
    }

    /// The user data of the last SQE.
    long tag() {
        return lastTag;
    }

    /// Says that a request posts no CQE, or that another's will be taken for it.
    void forget(long tag) {
        open.remove(tag);
    }

    /// Submits what was prepared, which the kernel may take in part.
    ///
    /// @return how many it took
    /// @throws RingException when it refuses
    int submit() {
        int submitted = ring.submit();
        if (submitted < 0) {
            throw new RingException("io_uring_enter", submitted, "nothing can be submitted");
        }
        return submitted;
    }

    /// Submits, and waits for a completion of the last SQE.
    ///
    /// @throws RingException when there is none within the deadline
    Completion complete() {
        submit();
        return await(lastTag);
    }

    /// The result of [#complete()].
    int result() {
        return complete().result();
    }

    /// The next completion of a request.
    ///
    /// @throws RingException when there is none within the deadline
    Completion await(long tag) {
        long deadline = ring.kernel().nanoTime() + patience.now().toNanos();
        while (true) {
            Completion found = poll(tag);
            if (found != null) {
                return found;
            }
            long left = deadline - ring.kernel().nanoTime();
            int result =
                    left <= 0
                            ? Errno.ETIME.negative()
                            : ring.submitAndWait(1, Duration.ofNanos(left));
            if (result < 0 && result != Errno.EINTR.negative() && ring.cqReady() == 0) {
                patience.disappointed();
                throw new RingException(
                        "io_uring_enter(GETEVENTS)", result, "a completion is missing");
            }
        }
    }

    /// A request's next completion if it is there, without entering.
    @Nullable Completion poll(long tag) {
        collect();
        for (Iterator<Completion> each = arrived.iterator(); each.hasNext(); ) {
            Completion completion = each.next();
            if (completion.userData() == tag) {
                each.remove();
                return completion;
            }
        }
        return null;
    }

    /// Runs deferred work and flushes overflow, without waiting.
    void flush() {
        int result = ring.flush();
        if (result < 0) {
            throw new RingException("io_uring_enter(GETEVENTS)", result, "a flush never fails");
        }
    }

    /// Ends what is still in flight.
    ///
    /// @return whether every request has ended, so that its memory is ours again
    boolean settle() {
        try {
            collect();
            for (int left = ring.pending(); left > 0; left--) {
                submit(); // takes one at least, unless the kernel takes none at all
                collect();
            }
            if (!open.isEmpty()) {
                flush();
                collect();
            }
            for (long tag : List.copyOf(open)) {
                cancel(tag);
            }
            isSettled = open.isEmpty() && ring.pending() == 0;
        } catch (RingException _) {
            isSettled = false; // it cannot be entered any more: its memory stays the kernel's
        }
        arrived.clear();
        return isSettled;
    }

    /// Whether nothing was in flight after the last [#settle()].
    boolean isSettled() {
        return isSettled;
    }

    private void cancel(long tag) {
        Sqe sqe = ring.nextSqe();
        if (sqe == null) {
            return;
        }
        sqe.prepare(Opcode.ASYNC_CANCEL, -1, tag, 0, 0).userData(CANCEL_TAG);
        boolean canCancel = await(CANCEL_TAG).result() != Errno.EINVAL.negative();
        while (canCancel && open.contains(tag)) {
            await(tag);
        }
    }

    private void collect() {
        for (Cqe cqe = ring.peek(); cqe != null; cqe = ring.peek()) {
            Completion completion = Completion.of(cqe);
            ring.advance();
            arrived.add(completion);
            if (!completion.isFollowed()) {
                open.remove(completion.userData());
            }
        }
    }
}
