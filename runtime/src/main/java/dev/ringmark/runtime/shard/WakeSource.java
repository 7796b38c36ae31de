package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import org.jspecify.annotations.Nullable;

/// How other threads end the loop's sleep: the gate, the bell, and what hears it.
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
     *
     * A message is heard by the ring itself. The first one is sent by the driver to itself; its CQE
     * is the confirmation that messages arrive.
     */

    private static final int POLLIN = 1;

    private final WakeGate gate = new WakeGate();
    private final Tally tally;
    private final Bell bell;
    private final @Nullable EventBell event;
    private final FeatureSet features;
    private boolean isMultishot;
    private boolean isStopped;
    private boolean isHeard;

    /// A wake source that is yet to be armed.
    WakeSource(Kernel kernel, Ring ring, WakeKind kind, FeatureSet features, Tally tally) {
        super(UserData.Kind.WAKE);
        this.tally = tally;
        this.features = features;
        isMultishot = features.isUsed(Feature.MULTISHOT_POLL);
        boolean isAsked = kind == WakeKind.MESSAGE && features.isUsed(Feature.MESSAGE_WAKE);
        MessageBell message = isAsked ? MessageBell.probe(kernel, ring) : null;
        if (isAsked && message == null) {
            features.lack(Feature.MESSAGE_WAKE);
        }
        event = message == null ? new EventBell(kernel) : null;
        bell = message == null ? requireEvent() : message;
    }

    /// Any thread.
    ///
    /// @return whether the loop will look; false when the driver is closed
    boolean request() {
        return request(null);
    }

    /// As [#request()], on the thread of another driver, which may send the message with its batch.
    boolean request(@Nullable Outbox sender) {
        return switch (gate.request()) {
            case NONE -> true;
            case TOO_LATE -> false;
            case RING -> {
                boolean isSent =
                        sender != null
                                && bell instanceof MessageBell message
                                && sender.signal(this, message);
                if (!isSent) {
                    rung(false);
                }
                yield true;
            }
        };
    }

    /// A ringer is done; its duty is done here if the bell was not heard.
    void rung(boolean isHeard) {
        int result = isHeard ? 0 : bell.ring();
        if (gate.left()) {
            bell.close();
        }
        if (result < 0) {
            throw new RingException("the wake-up", result, "the loop may sleep on");
        }
    }

    /// Any thread: keeps the ring's name for messages until [#rung].
    ///
    /// @return null when the driver is closed, or is not woken by messages
    @Nullable MessageBell enter() {
        return bell instanceof MessageBell message && gate.enter() ? message : null;
    }

    /// Owner only, between two sleeps: whether somebody has asked it to look.
    boolean isRequested() {
        return gate.take();
    }

    /// Owner only: makes a CQE, whatever the gate says.
    void kick() {
        int result = bell.ring();
        if (result < 0) {
            throw new RingException("the wake-up", result, "the side car may sleep on");
        }
    }

    /// Says whether the loop may sleep; else it shall look first.
    boolean park() {
        return gate.park();
    }

    void unpark() {
        gate.unpark();
    }

    /// Whether it is heard by a poll that needs an SQE.
    boolean isPolled() {
        return event != null;
    }

    /// Whether the kernel has shown that a bell rung now makes a CQE.
    boolean isConfirmed(Outbox outbox) {
        return isPolled() ? outbox.isConsumed(this) : isHeard;
    }

    /// A message has come.
    void heard() {
        tally.wakes++;
        isHeard = true;
    }

    /// No poll is armed again.
    void stop() {
        isStopped = true;
    }

    /// No bell is rung any more; it is taken away when the last ringer has left.
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
        EventBell polled = requireEvent();
        polled.drain();
        int how = isMultishot ? PollFlag.ADD_MULTI.bits() : 0;
        sqe.prepare(Opcode.POLL_ADD, polled.fd(), 0, how, 0).operationFlags(POLLIN);
        tally.wakeArms++;
    }

    @Override
    protected void completed(int result, int flags, boolean isLast) {
        tally.wakes++;
        if (result == Errno.EINVAL.negative()) {
            isMultishot = false;
            features.lack(Feature.MULTISHOT_POLL);
        }
    }

    private EventBell requireEvent() {
        if (event == null) {
            throw new IllegalStateException("messages need no poll");
        }
        return event;
    }
}
