package dev.ringmark.runtime.op;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Admission;
import dev.ringmark.runtime.shard.Descriptor;
import dev.ringmark.runtime.shard.Driver;
import dev.ringmark.runtime.shard.EndReason;
import dev.ringmark.runtime.shard.Multishot;
import org.jspecify.annotations.Nullable;

/// A multishot under way. When the kernel ends it for reasons of its own it is armed again, and
/// nobody notices. Confined to the driver's thread.
///
/// @param <R> what one answer means
public final class MultishotRun<R> extends Multishot {

    private final Driver driver;
    private final MultishotOp<R> op;
    private final MultishotListener<R> listener;
    private final Scratch scratch = new Scratch();
    private final OtherWay way;
    private boolean isAnswered;
    private @Nullable EndReason end;
    private int lastResult;
    private int lastFlags;
    private boolean isTold;

    MultishotRun(Driver driver, MultishotOp<R> op, int credit, MultishotListener<R> listener) {
        super(credit);
        this.driver = driver;
        this.op = op;
        this.listener = listener;
        way = new OtherWay(driver.features());
    }

    Admission start() {
        op.check();
        op.lend(this);
        scratch.reset(op.scratchSize());
        hasOtherWay = way.begin(op);
        Admission admission = driver.start(this);
        if (!admission.isTaken()) {
            op.giveBack(this);
            scratch.free();
        }
        return admission;
    }

    /// Asks for its end.
    ///
    /// @return whether it was under way
    public boolean cancel() {
        return driver.cancel(this);
    }

    /// Makes more answers welcome.
    ///
    /// @param count 1 or more
    public void grant(int count) {
        driver.grant(this, count);
    }

    @Override
    protected void prepare(Sqe sqe) {
        scratch.rewind();
        if (way.isPlain()) {
            op.prepare(sqe, scratch);
        } else {
            op.prepareWithout(sqe, scratch, way.without());
        }
    }

    @Override
    protected boolean goesOn(int result) {
        return op.goesOn(result, scratch);
    }

    @Override
    protected boolean isAnswer(int result) {
        return op.isAnswer(result, scratch);
    }

    @Override
    protected boolean takesOtherWay(int result, int flags) {
        return !isAnswered && way.takes(op, result);
    }

    @Override
    protected void completed(int result, int flags, boolean isLast) {
        lastResult = op.resultOf(result, scratch);
        lastFlags = flags;
        if (!isAnswered && hasOtherWay) {
            way.answered(op, op.isSuccess(result) ? 0 : result);
            isAnswered = op.isSuccess(result);
        }
        if (op.isAnswer(result, scratch)) {
            listener.next(this, op.decode(result, flags, scratch));
        }
    }

    @Override
    protected void abandoned(EndReason reason) {
        end = reason;
        if (reason == EndReason.FAILED || reason == EndReason.QUARANTINED) {
            tell();
        }
    }

    @Override
    protected void released() {
        op.giveBack(this);
        op.settle(scratch);
        scratch.free();
        if (!isTold) {
            tell();
        }
    }

    /// Keeps a file that the driver owns open until this has ended.
    @Override
    protected @Nullable Descriptor descriptor() {
        return op.file() instanceof OwnedFd<?> owned ? owned.descriptor() : null;
    }

    @Override
    protected boolean makesFile() {
        return op.makesFile();
    }

    @Override
    public String toString() {
        return op.toString();
    }

    private void tell() {
        isTold = true;
        listener.ended(
                this,
                end == null
                        ? Completed.answered(op, lastResult, lastFlags, null, false)
                        : Completed.abandoned(op, end, false));
    }
}
