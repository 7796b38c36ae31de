package dev.ringmark.runtime.task;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// Something that a loop's thread is to run: a virtual thread until it parks, or a call from
/// elsewhere.
///
/// A virtual thread of the loop's has its own strand as its scheduler: so a strand is in the queue
/// at most once, and being scheduled allocates nothing. Virtual threads that it starts by the
/// JDK's own means inherit the scheduler, and come as guests, each time with a new strand.
final class Strand implements Executor {

    private final Loop loop;

    /// Who waits when this strand's thread does; null for guests and calls.
    @Nullable Party party;

    /// The next in the list of those that came from other threads.
    @Nullable Strand next;

    private @Nullable Runnable continuation;
    private final boolean isErrand;

    /// The strand of a virtual thread that is to be made.
    Strand(Loop loop) {
        this.loop = loop;
        isErrand = false;
    }

    /// The strand of a guest, or of a call.
    Strand(Loop loop, Runnable continuation, boolean isErrand) {
        this.loop = loop;
        this.continuation = continuation;
        this.isErrand = isErrand;
    }

    /// Whether it is a call from elsewhere, and no thread.
    boolean isErrand() {
        return isErrand;
    }

    /// The thread can go on, says the JDK, on whatever thread.
    @Override
    public void execute(Runnable runnable) {
        Runnable own = continuation;
        if (own == null) {
            continuation = runnable; // its start, which comes before anything it can start
            loop.ready(this);
        } else {
            loop.ready(isSame(own, runnable) ? this : new Strand(loop, runnable, false));
        }
    }

    /// Runs it until it parks or ends.
    void run() {
        Runnable own = continuation;
        if (own == null) {
            throw new IllegalStateException("a thread was scheduled before it was started");
        }
        own.run();
    }

    @SuppressWarnings("ReferenceEquality") // the JDK keeps one Runnable for each virtual thread
    private static boolean isSame(Runnable own, Runnable given) {
        return own == given;
    }
}
