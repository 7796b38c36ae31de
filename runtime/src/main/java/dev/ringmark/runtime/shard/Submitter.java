package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.SubmitOutcome.Done;
import dev.ringmark.runtime.shard.SubmitOutcome.Fatal;
import dev.ringmark.runtime.shard.SubmitOutcome.ReapThenRetry;
import dev.ringmark.runtime.shard.SubmitOutcome.Retry;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The one way into the kernel for every call site, and the ring's health.
///
/// What is pending is always the ring's tail minus the kernel's head as it is now; what an enter
/// returns is checked against how far that head moved, and believed for nothing else.
final class Submitter {

    /// How many enters in a row may lead nowhere before UNTIL_TAKEN leaves it at that.
    private static final int FRUITLESS_MAX = 16;

    /// Takes completions out of the ring between two attempts.
    interface Reaper {
        /// Takes out what is there, and says how many that were.
        int reap();
    }

    private final Ring ring;
    private final Tally tally;
    private final boolean isPolled;
    private volatile @Nullable Failure failure;

    Submitter(Ring ring, Tally tally) {
        this.ring = ring;
        this.tally = tally;
        isPolled = ring.options().has(SetupFlag.SQPOLL);
    }

    /// The first fatal error, or null while there is none. Any thread.
    @Nullable Failure failure() {
        return failure;
    }

    /// Keeps the first failure; later ones are consequences.
    void fail(Failure first) {
        if (failure == null) {
            failure = first;
        }
    }

    /// Hands the pending SQEs over, again where the policy says so.
    ///
    /// @param deadline until when WAIT waits
    /// @param reaper makes room between two attempts
    /// @return what the last enter asks for
    SubmitOutcome submit(SubmitMode mode, SubmitPolicy policy, long deadline, Reaper reaper) {
        SubmitOutcome outcome = once(mode, deadline);
        if (policy == SubmitPolicy.ONCE) {
            return outcome;
        }
        int fruitless = 0;
        while (!(outcome instanceof Fatal) && ring.pending() > 0 && fruitless < FRUITLESS_MAX) {
            int before = ring.pending();
            if (outcome instanceof ReapThenRetry) {
                once(SubmitMode.FLUSH, Deadline.NEVER);
            }
            int reaped = reaper.reap();
            outcome = once(SubmitMode.SUBMIT, Deadline.NEVER);
            fruitless = reaped > 0 || ring.pending() != before ? 0 : fruitless + 1;
        }
        return outcome;
    }

    /// One enter.
    private SubmitOutcome once(SubmitMode mode, long deadline) {
        Failure known = failure;
        if (known != null) {
            return new Fatal(known);
        }
        int pending = ring.pending();
        if (pending == 0 && mode == SubmitMode.SUBMIT) {
            return Done.DONE;
        }
        tally.enters++;
        int result = enter(mode, deadline);
        int taken = pending - ring.pending();
        if (!isPolled && taken != Math.max(result, 0)) {
            return fatal(
                    new Failure(
                            "io_uring_enter",
                            result,
                            "the kernel says so, but its SQ head moved by " + taken));
        }
        if (result >= 0 && taken < pending) {
            tally.shortSubmits++;
        }
        SubmitOutcome outcome = SubmitOutcome.of(result);
        switch (outcome) {
            case Done _ -> {}
            case Retry _ -> tally.interrupted++;
            case ReapThenRetry _ -> tally.starved++;
            case Fatal(Failure why) -> fail(why);
        }
        return outcome;
    }

    private int enter(SubmitMode mode, long deadline) {
        return switch (mode) {
            case SUBMIT -> ring.submit();
            case FLUSH -> ring.submitAndWait(0, EnterFlag.GETEVENTS.bits());
            case ROOM -> ring.submitAndWait(0, EnterFlag.SQ_WAIT.bits());
            case WAIT -> {
                tally.waits++;
                if (deadline == Deadline.NEVER) {
                    yield ring.submitAndWait(1);
                }
                long left = Math.max(0, deadline - ring.kernel().nanoTime());
                yield ring.submitAndWait(1, Duration.ofNanos(left));
            }
        };
    }

    private SubmitOutcome fatal(Failure why) {
        fail(why);
        return new Fatal(why);
    }
}
