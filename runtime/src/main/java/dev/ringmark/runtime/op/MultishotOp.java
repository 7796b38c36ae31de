package dev.ringmark.runtime.op;

import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Driver;

/// A request that the kernel answers again and again.
///
/// It has no single result, so it has no `submit`: its answers go to a listener, as many as that
/// has given credit for.
///
/// @param <R> what one answer means
public abstract class MultishotOp<R> extends Request<R> {

    /// Whether to arm it again after the kernel ended it with this result.
    protected abstract boolean goesOn(int result);

    /// The same for an operation that has noted something in its scratch.
    boolean goesOn(int result, Scratch scratch) {
        return goesOn(result);
    }

    /// Whether a result is an answer to the program, and not a step on the way to one.
    boolean isAnswer(int result, Scratch scratch) {
        return isSuccess(result);
    }

    /// What a result that is no success is to the program.
    int resultOf(int result, Scratch scratch) {
        return result;
    }

    /// The kernel has let go of the operation: what it kept for its next answer is free again.
    void settle(Scratch scratch) {}

    /// Starts it, on the driver's thread.
    ///
    /// @param credit how many answers are welcome at first, 1 or more
    /// @throws RefusedException when the driver does not take it
    public final MultishotRun<R> start(Driver driver, int credit, MultishotListener<R> listener) {
        MultishotRun<R> run = new MultishotRun<>(driver, this, credit, listener);
        Admission admission = run.start();
        if (!admission.isTaken()) {
            throw new RefusedException(this, admission);
        }
        return run;
    }
}
