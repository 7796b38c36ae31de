package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.shard.Operation.Stage;
import dev.ringmark.runtime.uapi.SqeFlag;
import org.jspecify.annotations.Nullable;

/// Which operations are taken: by the ring's health, the files that they name, and the permits.
final class Intake {

    /* Loaded here, as Descriptor is by the ledger: a method whose result is of a class that is not
     * loaded yet is not inlined, and a failure's is loaded when there is one. */
    static {
        Class<?> _ = Failure.class;
    }

    private final Ring ring;
    private final Ledger ledger;
    private final Outbox outbox;
    private final Submitter submitter;
    private final Tally tally;
    private boolean isClosed;
    private boolean isDrainGone;

    Intake(Ring ring, Ledger ledger, Outbox outbox, Submitter submitter, Tally tally) {
        this.ring = ring;
        this.ledger = ledger;
        this.outbox = outbox;
        this.submitter = submitter;
        this.tally = tally;
    }

    /// Whether nothing is taken any more, for the driver ends.
    boolean isClosed() {
        return isClosed;
    }

    /// Whether the ring has skipped a CQE, and so refuses IO_DRAIN for good (since 5.17).
    boolean isDrainGone() {
        return isDrainGone;
    }

    /// From now on nothing is taken.
    void close() {
        isClosed = true;
    }

    /// One operation, at once or when there is a permit.
    ///
    /// @param waits whether it waits for one, until the deadline
    Admission admit(Operation operation, boolean waits, long deadline) {
        if (operation.stage != Stage.IDLE) {
            throw new IllegalStateException("the operation is under way already");
        }
        Descriptor descriptor = operation.descriptor();
        Admission admission = health(descriptor);
        if (admission == Admission.ACCEPTED) {
            Permits permits = ledger.permits;
            admission = waits ? permits.takeOrWait(operation, deadline) : permits.take();
        }
        if (!admission.isTaken()) {
            tally.rejected++;
            return admission;
        }
        account(operation, descriptor);
        if (admission == Admission.ACCEPTED) {
            ledger.stage(operation);
            outbox.send(operation);
        }
        return admission;
    }

    /// All members of a chain, or none.
    ///
    /// @param isQuiet whether only the end of the chain is to have a CQE
    Admission admit(Operation[] members, SqeFlag[] links, boolean isQuiet) {
        int max = Math.min(ring.sqEntries(), ledger.permits.max());
        Operation[] chain = Chains.of(members, links, max);
        Admission admission = admission(chain);
        if (!admission.isTaken()) {
            tally.rejected += chain.length;
            return admission;
        }
        isDrainGone |= isQuiet;
        Chains.tie(chain, links, isQuiet);
        for (Operation member : chain) {
            account(member, member.descriptor());
            ledger.stage(member);
        }
        outbox.sendChain(chain);
        return admission;
    }

    private Admission admission(Operation[] members) {
        for (Operation member : members) {
            Admission health = health(member.descriptor());
            if (health != Admission.ACCEPTED) {
                return health;
            }
        }
        return ledger.permits.take(members.length);
    }

    /// Whether anything but the permits stands against an operation.
    private Admission health(@Nullable Descriptor descriptor) {
        if (isClosed || submitter.failure() != null) {
            return submitter.failure() != null ? Admission.FAILED : Admission.CLOSING;
        }
        return descriptor == null || descriptor.isOpen() ? Admission.ACCEPTED : Admission.GONE;
    }

    private void account(Operation operation, @Nullable Descriptor descriptor) {
        tally.accepted++;
        if (descriptor != null) {
            operation.held = descriptor;
            descriptor.users++;
        }
    }
}
