package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.CqeFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A ring's requests from issue to their last CQE.
final class Lifecycle {

    /* Completions of one batch (a submit, a run of task work) are collected, and posted together
     * at its end. Only then are their chains continued, and only by task work. That is why the
     * error of a broken chain comes before a later request that was not in it, and the cancelled
     * members after both (K5); and why a cancel's CQE comes before its target's (K17). */

    private static final long WORKER_LATENCY_MAX = 20_000;

    private final SimRing ring;
    private final DrainQueue drain = new DrainQueue(this);
    private final Set<Request> inFlight = new LinkedHashSet<>();
    private List<Request> ended = new ArrayList<>();
    private int depth;
    private boolean isSubmitting;

    Lifecycle(SimRing ring) {
        this.ring = ring;
    }

    DrainQueue drain() {
        return drain;
    }

    /// Requests that were issued and have no result yet, oldest first.
    Set<Request> inFlight() {
        return inFlight;
    }

    /// Whether SQEs are being consumed.
    boolean isSubmitting() {
        return isSubmitting;
    }

    void setSubmitting(boolean on) {
        isSubmitting = on;
    }

    void begin() {
        depth++;
    }

    void end() {
        if (depth == 1) {
            flush();
        }
        depth--;
    }

    /// Starts a request whose turn it is.
    void go(Request request) {
        begin();
        if (request.isFailed) {
            request.phase = Request.Phase.DONE;
            ended.add(request);
        } else if (request.has(SqeFlag.ASYNC)) {
            request.isInWorker = true;
            enlist(request, Request.Phase.RUNNING);
            later(request, () -> issue(request));
            watch(request);
        } else {
            issue(request);
            watch(request);
        }
        end();
    }

    /// Issues it, at first or again.
    void issue(Request request) {
        if (request.phase == Request.Phase.DONE) {
            return;
        }
        begin();
        request.phase = Request.Phase.RUNNING;
        switch (attempt(request)) {
            case DONE -> complete(request);
            case WAIT -> {
                request.woken = 0;
                inFlight.add(request);
                request.await(operationOf(request).awaited());
                ring.kernel().scribble(request);
            }
            case ARMED -> {
                if (request.phase != Request.Phase.DONE) {
                    enlist(request, Request.Phase.WAITING);
                }
            }
        }
        end();
    }

    /// It has its result: the CQE follows when the batch ends.
    void complete(Request request) {
        if (request.phase == Request.Phase.DONE) {
            throw new IllegalStateException("a request ended twice: " + request.serial);
        }
        request.stopWaiting();
        Event timer = request.timer;
        if (timer != null) {
            timer.cancel();
        }
        inFlight.remove(request);
        request.phase = Request.Phase.DONE;
        if (request.isInWorker) {
            ring.later(request, () -> endNow(request));
        } else {
            endNow(request);
        }
    }

    /// Ends one that waits, by task work, as a cancel does.
    void abort(Request request, int result, boolean breaksChain) {
        request.stopWaiting();
        Event timer = request.timer;
        if (timer != null) {
            timer.cancel();
        }
        boolean saysWhatMoved =
                request.hasMoved() && ring.kernel().is(Switch.CANCELLED_SAYS_WHAT_MOVED);
        request.result = saysWhatMoved ? request.result : result;
        request.cqeFlags = 0;
        inFlight.remove(request);
        request.phase = Request.Phase.DONE;
        ring.later(
                request,
                () -> {
                    if (breaksChain) {
                        request.fail();
                    }
                    endNow(request);
                });
    }

    /// Posts one CQE of several.
    ///
    /// @return whether the request may go on; if not it ends with this result
    boolean postShot(Request request, int result, int flags) {
        flush();
        CompletionQueue cq = ring.cq();
        boolean goesOn =
                (!ring.kernel().is(Switch.MULTISHOT_ENDS_ON_OVERFLOW) || cq.hasRoom())
                        && !ring.kernel().interference().endsShot(request.opcode);
        if (goesOn) {
            cq.post(request.userData, result, flags);
            ring.posted(1);
        }
        return goesOn;
    }

    /// Posts what has ended, and goes on with what waited for it.
    void flush() {
        while (!ended.isEmpty()) {
            List<Request> batch = ended;
            ended = new ArrayList<>();
            int counted = 0;
            for (Request request : batch) {
                if (!request.isSilent) {
                    ring.cq().post(request);
                    if ((request.cqeFlags & CqeFlag.MORE.bits()) == 0) {
                        ring.kernel().outside().ended(request.userData);
                    }
                    counted += request.opcode == Opcode.TIMEOUT.bits() ? 0 : 1;
                }
                ring.forget(request);
            }
            ring.posted(counted);
            for (Request request : batch) {
                settle(request);
            }
            drain.advance();
        }
    }

    private void endNow(Request request) {
        begin();
        ended.add(request);
        end();
    }

    private Step attempt(Request request) {
        int fault = ring.kernel().interference().issue(request.opcode, request.userData);
        if (fault != 0) {
            return request.done(fault);
        }
        int refused = refused(request);
        if (refused != 0) {
            return request.done(refused);
        }
        Operation operation = operationOf(request);
        if (operation.needsFile() && request.file == null) {
            SimFile file = ring.fileOf(request);
            if (file == null) {
                return request.done(Errno.EBADF.negative());
            }
            request.file = file.retain();
        }
        return operation.issue(request);
    }

    private int refused(Request request) {
        return Submission.NEEDS_NOTHING.contains(request.opcode)
                ? 0
                : ring.kernel().interference().allocate(Allocation.WORK, request.opcode);
    }

    private void enlist(Request request, Request.Phase phase) {
        request.phase = phase;
        inFlight.add(request);
    }

    private void later(Request request, Runnable what) {
        long usual = ring.kernel().streams().latency(WORKER_LATENCY_MAX);
        ring.kernel().heap().in(ring.kernel().interference().latency(request.opcode, usual), what);
    }

    /// Has a worker try again.
    void retryInWorker(Request request) {
        request.phase = Request.Phase.RUNNING;
        later(request, () -> issue(request));
    }

    /// Arms the link timeout behind a request that did not end at once.
    private void watch(Request request) {
        Request follower = request.next;
        if (request.phase == Request.Phase.DONE
                || follower == null
                || follower.opcode != Opcode.LINK_TIMEOUT.bits()) {
            return;
        }
        request.next = follower.next;
        follower.next = null;
        request.watchdog = follower;
        LinkTimeout.arm(follower, request);
        enlist(follower, Request.Phase.WAITING);
    }

    /// What the end of a request means for its chain.
    private void settle(Request request) {
        drain.ended();
        SimFile file = request.file;
        if (file != null) {
            request.file = null;
            file.release();
        }
        Request watchdog = request.watchdog;
        Request next = request.next;
        if (watchdog != null) {
            request.watchdog = null;
            if (watchdog.phase != Request.Phase.DONE) {
                abort(watchdog, Errno.ECANCELED.negative(), false);
            }
        } else if (next != null && next.opcode == Opcode.LINK_TIMEOUT.bits() && !next.isFailed) {
            Request behind = next.next;
            next.next = null;
            abort(next, Errno.ECANCELED.negative(), false);
            next = behind;
        }
        request.next = null;
        if (next == null) {
            return;
        }
        for (Request one = next; request.silencesFollowers && one != null; one = one.next) {
            ring.forget(one); // it never begins, and nobody hears of its end
        }
        if (request.isFailed && (request.isRefusedChain() || !request.has(SqeFlag.IO_HARDLINK))) {
            failChain(next, request.silencesFollowers);
        } else {
            Request follower = next;
            ring.later(follower, () -> go(follower));
        }
    }

    private void failChain(Request first, boolean silently) {
        ring.later(
                first,
                () -> {
                    begin();
                    @Nullable Request one = first;
                    while (one != null) {
                        Request following = one.next;
                        one.next = null;
                        if (!one.isFailed) {
                            one.result = Errno.ECANCELED.negative();
                        }
                        one.phase = Request.Phase.DONE;
                        one.isSilent = silently;
                        ended.add(one);
                        one = following;
                    }
                    end();
                });
    }

    private static Operation operationOf(Request request) {
        Operation operation = request.operation;
        if (operation == null) {
            throw new IllegalStateException("issued without an operation: " + request.opcode);
        }
        return operation;
    }
}
