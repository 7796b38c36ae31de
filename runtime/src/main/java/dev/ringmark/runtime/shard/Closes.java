package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.shard.Descriptor.State;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The files that the driver closes: those it has, those in line, and the few CLOSEs under way.
final class Closes {

    /* A CLOSE that the ring cannot do (-EINVAL before 5.6) or that a cancel of everything has hit
     * (-ECANCELED) leaves an fd open, which is then closed by close(2). A direct descriptor goes
     * with its ring at the latest.
     */

    /// How many are under way at once.
    static final int AT_ONCE = 4;

    /// One CLOSE.
    final class Request extends Control {

        private @Nullable Descriptor target;

        Request() {
            super(UserData.Kind.CLOSE);
        }

        @Override
        protected void prepare(Sqe sqe) {
            Descriptor descriptor = target();
            if (descriptor.isDirect()) {
                // file_index is the index + 1: 0 says that fd is meant.
                sqe.prepare(Opcode.CLOSE, 0, 0, 0, 0).fileIndex(descriptor.number() + 1);
            } else {
                sqe.prepare(Opcode.CLOSE, descriptor.number(), 0, 0, 0);
            }
        }

        @Override
        protected void completed(int result, int flags, boolean isLast) {
            Descriptor descriptor = target();
            target = null;
            boolean isUndone =
                    result == Errno.EINVAL.negative() || result == Errno.ECANCELED.negative();
            if (isUndone) {
                closeNow(descriptor, result);
            } else {
                ended(descriptor, result);
            }
        }

        @Override
        protected void abandoned(EndReason reason) {
            Descriptor descriptor = target();
            target = null;
            closeNow(descriptor, Errno.ECANCELED.negative());
        }

        @Override
        protected void released() {
            idle.add(this);
        }

        private Descriptor target() {
            if (target == null) {
                throw new IllegalStateException("a CLOSE without a descriptor");
            }
            return target;
        }
    }

    private final Set<Descriptor> adopted = new LinkedHashSet<>();
    private final Queue<Descriptor> wanted = new ArrayDeque<>();
    private final OperationQueue idle = new OperationQueue();
    private final IntUnaryOperator closer;
    private final Consumer<RuntimeException> thrown;
    private final Tally tally;

    /// @param closer close(2)
    /// @param thrown takes what a callback throws
    Closes(IntUnaryOperator closer, Consumer<RuntimeException> thrown, Tally tally) {
        this.closer = closer;
        this.thrown = thrown;
        this.tally = tally;
        for (int at = 0; at < AT_ONCE; at++) {
            idle.add(new Request());
        }
    }

    void adopt(Descriptor descriptor) {
        if (descriptor.state != State.LOOSE) {
            throw new IllegalStateException(
                    "descriptor " + descriptor.number() + " is a driver's already");
        }
        descriptor.state = State.OPEN;
        adopted.add(descriptor);
    }

    /// Closes a descriptor as soon as nobody names it.
    void want(Descriptor descriptor) {
        if (descriptor.state == State.OPEN) {
            descriptor.state = State.DRAINING;
        }
        lineUpIfUnused(descriptor);
    }

    /// An operation that named a descriptor has been released.
    void left(Descriptor descriptor) {
        descriptor.users--;
        lineUpIfUnused(descriptor);
    }

    /// Closes everything that is left and that nobody names.
    void wantAll() {
        for (Descriptor descriptor : List.copyOf(adopted)) {
            want(descriptor);
        }
    }

    /// Closes by close(2) what is left, because the ring takes no SQE any more; not what somebody
    /// names, and not what the kernel may yet close, or it would be closed twice.
    void closeRest() {
        for (Descriptor descriptor : new ArrayList<>(adopted)) {
            if (descriptor.users == 0 && descriptor.state != State.UNDER_WAY) {
                closeNow(descriptor, 0);
            }
        }
    }

    /// A CLOSE for the next descriptor in line; null when there is none, or all are under way.
    @Nullable Request next() {
        if (!isReady()) {
            return null;
        }
        Descriptor descriptor = wanted.remove();
        if (!(idle.poll() instanceof Request request)) {
            throw new IllegalStateException("a queue was emptied meanwhile");
        }
        request.target = descriptor;
        descriptor.state = State.UNDER_WAY;
        return request;
    }

    /// Whether [#next()] has one.
    boolean isReady() {
        return !wanted.isEmpty() && !idle.isEmpty();
    }

    /// Whether none is in line.
    boolean isQuiet() {
        return wanted.isEmpty();
    }

    private void lineUpIfUnused(Descriptor descriptor) {
        if (descriptor.state == State.DRAINING && descriptor.users == 0) {
            descriptor.state = State.CLOSING;
            wanted.add(descriptor);
        }
    }

    private void closeNow(Descriptor descriptor, int ringResult) {
        wanted.remove(descriptor);
        ended(
                descriptor,
                descriptor.isDirect() ? ringResult : closer.applyAsInt(descriptor.number()));
    }

    private void ended(Descriptor descriptor, int result) {
        adopted.remove(descriptor);
        descriptor.state = State.CLOSED;
        tally.filesClosed++;
        try {
            descriptor.closed(result);
        } catch (RuntimeException e) {
            thrown.accept(e);
        }
    }
}
