package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// An operation under way: it can be looked at, waited for and cancelled, and nothing else.
///
/// Confined to the driver's thread.
///
/// @param <R> what the kernel's answer will mean
public final class Submitted<R> {

    private final Run<R> run;
    private final Op<R> op;
    private @Nullable Completed<R> completed;

    Submitted(Driver driver, Op<R> op) {
        this.op = op;
        run = new Run<>(driver, new Ending());
    }

    /// Keeps the outcome, because the run's own memory goes with the operation.
    private final class Ending implements RunListener<R> {

        @Override
        public void completed(Run<R> ended, int result, int flags) {
            completed = ended.completed();
            ended.retire();
        }

        @Override
        public void abandoned(Run<R> ended, EndReason reason) {
            completed = ended.completed();
            ended.retire();
        }
    }

    Admission start() {
        return run.start(op);
    }

    /// It was not taken.
    void refused(EndReason reason) {
        completed = Completed.abandoned(op, reason, false);
    }

    Run<R> run() {
        return run;
    }

    /// How it ended, or null while it has not. Does not make the driver move.
    public @Nullable Completed<R> poll() {
        return completed;
    }

    /// Asks for its end, which comes as a [Completed] like any other.
    ///
    /// @return whether it was under way
    public boolean cancel() {
        return run.cancel();
    }

    /// Cancels it if it has not ended after a time.
    ///
    /// @param timeout 0 or more
    public void cancelAfter(Duration timeout) {
        run.expireAfter(timeout);
    }

    /// Steps the driver until it has ended.
    public Completed<R> await() {
        Driver driver = run.driver();
        while (completed == null) {
            if (driver.step(1024) == 0 && completed == null) {
                driver.await(Driver.NEVER);
            }
        }
        return completed;
    }

    @Override
    public String toString() {
        return op.toString();
    }
}
