package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.uapi.Errno;

/// An operation whose one SQE has many CQEs, as many as its consumer has given it credit for.
///
/// The kernel ends a multishot when it likes (a full CQ, the end of what it had to say); the driver
/// arms it again for as long as [#goesOn] says so, and the operation does not notice. Without
/// credit the driver takes it out of the kernel, and puts it back at [Driver#grant]. What was under
/// way by then is still told, so a little more than the credit may come.
public abstract class Multishot extends Operation {

    private long credit;
    private boolean isThrottled;

    /// @param credit how many CQEs are welcome at first
    protected Multishot(int credit) {
        if (credit < 1) {
            throw new IllegalArgumentException("credit: " + credit + ", expected 1 or more");
        }
        this.credit = credit;
    }

    /// Whether to go on after the kernel ended the multishot with this result. By default after
    /// results above 0: a 0 is the end of a stream, and an error wants to be looked at.
    protected boolean goesOn(int result) {
        return result > 0;
    }

    /// Whether a result is one that credit was given for. By default every one; one that is not
    /// says nothing to the consumer, who could not know that it was one.
    protected boolean isAnswer(int result) {
        return true;
    }

    /// How many more CQEs are welcome.
    public final long credit() {
        return Math.max(0, credit);
    }

    void addCredit(int count) {
        credit = Math.max(0, credit) + count;
    }

    @Override
    final Fate fate(int result, boolean isLast) {
        boolean isOurCancel = isThrottled && result == Errno.ECANCELED.negative();
        if (!isOurCancel && isAnswer(result)) {
            credit--;
        }
        if (!isLast) {
            if (credit > 0 || isThrottled) {
                return Fate.GOES_ON;
            }
            isThrottled = true;
            return Fate.GOES_ON_UNWANTED;
        }
        isThrottled = false;
        if (wantsCancel || (!isOurCancel && !goesOn(result))) {
            return Fate.ENDS;
        }
        if (isOurCancel) {
            return Fate.PAUSES_SILENTLY;
        }
        return credit > 0 ? Fate.REARMS : Fate.PAUSES;
    }
}
