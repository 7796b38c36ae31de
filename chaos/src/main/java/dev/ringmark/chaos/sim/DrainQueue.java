package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.SqeFlag;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Requests and chains that wait for what was submitted before them (IOSQE_IO_DRAIN), and all that
/// were submitted behind those (K18): they start only when the drained one has completed.
final class DrainQueue {

    private final Lifecycle lifecycle;
    private final ArrayDeque<Request> waiting = new ArrayDeque<>();
    private int active;

    /// What has been started last is a drain: it runs alone until it ends.
    private boolean isDraining;

    DrainQueue(Lifecycle lifecycle) {
        this.lifecycle = lifecycle;
    }

    /// Starts a request or chain, now or when its turn comes.
    void start(Request head) {
        if (waiting.isEmpty() && mayStart(head)) {
            go(head);
        } else {
            waiting.add(head);
        }
    }

    /// One that was started has ended.
    void ended() {
        active--;
        isDraining &= active > 0;
    }

    /// Starts those whose turn it is.
    void advance() {
        while (!waiting.isEmpty() && mayStart(waiting.element())) {
            go(waiting.remove());
        }
    }

    /// Takes a request out that a cancel found.
    boolean remove(Request head) {
        boolean found = waiting.remove(head);
        if (found) {
            active += length(head);
        }
        return found;
    }

    /// The first that matches.
    Iterable<Request> waiting() {
        return waiting;
    }

    private boolean mayStart(Request head) {
        return active == 0 || (!isDraining && !drains(head));
    }

    private void go(Request head) {
        isDraining = drains(head);
        active += length(head);
        lifecycle.go(head);
    }

    private static int length(@Nullable Request head) {
        int length = 0;
        for (Request one = head; one != null; one = one.next) {
            length++;
        }
        return length;
    }

    private static boolean drains(Request head) {
        for (Request one = head; one != null; one = one.next) {
            if (one.has(SqeFlag.IO_DRAIN)) {
                return true;
            }
        }
        return false;
    }
}
