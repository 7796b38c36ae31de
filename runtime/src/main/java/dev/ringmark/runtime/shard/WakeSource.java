package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;

/// How other threads end the loop's sleep: the gate, the bell, and the poll that hears it.
final class WakeSource extends Control {

    /* An eventfd is heard by a multishot poll (since 5.13) that is armed at the start and again
     * whenever it ends: overflow ends it without a word (K12). Before 5.13 the poll is one-shot.
     * Nothing reads the eventfd while the multishot poll lives; before a poll is armed the count is
     * taken out, or a readable fd would complete it at once, for ever (monoio #100).
     *
     * A bell rung before the poll was armed leaves the fd readable, so the poll completes as soon
     * as it is: draining comes before arming, and requests after the drain ring again. A request
     * between them is seen all the same: the loop looks for messages after arming, before it
     * sleeps.
     */

    private static final int POLLIN = 1;

    private final WakeGate gate = new WakeGate();
    private final Tally tally;
    private final Bell bell;
    private boolean isMultishot = true;
    private boolean isStopped;

    /// A wake source that is yet to be armed.
    WakeSource(Kernel kernel, Tally tally) {
        super(UserData.Kind.WAKE);
        bell = new Bell(kernel);
        this.tally = tally;
    }

    /// Any thread.
    ///
    /// @return whether the loop will look; false when the driver is closed
    boolean request() {
        return switch (gate.request()) {
            case NONE -> true;
            case TOO_LATE -> false;
            case RING -> {
                int result = bell.ring();
                if (gate.left()) {
                    bell.close();
                }
                if (result < 0) {
                    throw new RingException("write(eventfd)", result, "the loop may sleep on");
                }
                yield true;
            }
        };
    }

    /// Says whether the loop may sleep; else it shall look first.
    boolean park() {
        return gate.park();
    }

    void unpark() {
        gate.unpark();
    }

    /// No poll is armed again.
    void stop() {
        isStopped = true;
    }

    /// No bell is rung any more; the eventfd is closed when the last ringer has left.
    void close() {
        if (gate.close()) {
            bell.close();
        }
    }

    boolean isStopped() {
        return isStopped;
    }

    @Override
    protected void prepare(Sqe sqe) {
        bell.drain();
        int how = isMultishot ? PollFlag.ADD_MULTI.bits() : 0;
        sqe.prepare(Opcode.POLL_ADD, bell.fd(), 0, how, 0).operationFlags(POLLIN);
        tally.wakeArms++;
    }

    @Override
    protected void completed(int result, int flags, boolean isLast) {
        tally.wakes++;
        if (result == Errno.EINVAL.negative()) {
            isMultishot = false;
        }
    }
}
