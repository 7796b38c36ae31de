package dev.ringmark.runtime.shard;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.runtime.event.Jfr;
import dev.ringmark.runtime.event.OperationListener;
import dev.ringmark.runtime.layout.SqeLayout;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Tells the flight recorder and a listener of operations.
///
/// While nobody listens an operation costs the look at one field here, and one of its own. Whether
/// anybody records is looked up once for each step.
final class Observer {

    /// What is told of an operation when it ends.
    ///
    /// @param event the flight recorder's, or null
    record Seen(long id, int opcode, int fd, int length, @Nullable Object event) {}

    private final Consumer<RuntimeException> faults;
    private @Nullable OperationListener listener;
    private boolean isOn;
    private boolean isRecorded;
    private boolean isTelling;
    private long ids;

    /// @param faults what a listener has thrown
    Observer(Consumer<RuntimeException> faults) {
        this.faults = faults;
    }

    void listen(@Nullable OperationListener next) {
        listener = next;
        refresh();
    }

    /// Looks who wants to hear.
    void refresh() {
        isRecorded = Jfr.recordsOperations();
        isOn = isRecorded || listener != null;
    }

    /// Whether to call [#submitted].
    boolean isOn() {
        return isOn && !isTelling;
    }

    /// Whether a listener is being told something right now.
    boolean isTelling() {
        return isTelling;
    }

    /// An SQE was written; that of a multishot that is armed again is none of its own.
    void submitted(Operation operation, Sqe sqe) {
        boolean isOwn = operation.kind() != UserData.Kind.OPERATION;
        if (isOwn || operation.isUntold || operation.seen != null) {
            return;
        }
        MemorySegment bytes = sqe.bytes();
        int opcode = Byte.toUnsignedInt(bytes.get(JAVA_BYTE, SqeLayout.OPCODE));
        int fd = bytes.get(JAVA_INT, SqeLayout.FD);
        int length = bytes.get(JAVA_INT, SqeLayout.LEN);
        long id = ++ids;
        Object event = isRecorded ? Jfr.begun(id, opcode, fd, length) : null;
        operation.seen = new Seen(id, opcode, fd, length, event);
        OperationListener told = listener;
        if (told != null) {
            tell(() -> told.submitted(id, opcode, fd, length));
        }
    }

    /// An operation that was seen has a CQE, or has ended without one.
    void completed(Operation operation, Seen seen, int result, boolean isLast) {
        if (isLast) {
            operation.seen = null;
            Jfr.ended(seen.event, result);
        }
        OperationListener told = listener;
        if (told != null) {
            tell(() -> told.completed(seen.id, seen.opcode, seen.fd, seen.length, result, isLast));
        }
    }

    void abandoned(Operation operation, Seen seen) {
        completed(operation, seen, Errno.ECANCELED.negative(), true);
    }

    private void tell(Runnable call) {
        isTelling = true;
        try {
            call.run();
        } catch (RuntimeException e) {
            faults.accept(e);
        } finally {
            isTelling = false;
        }
    }
}
