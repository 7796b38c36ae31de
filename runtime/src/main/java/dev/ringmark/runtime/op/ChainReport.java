package dev.ringmark.runtime.op;

import java.util.List;

/// What became of each member of a chain or a batch.
///
/// @param members in the order they were given
public record ChainReport(List<Completed<?>> members) {

    /// What can become of a member.
    public enum Fate {
        /// The kernel did it.
        SUCCEEDED,
        /// The kernel tried and failed.
        FAILED,
        /// The kernel had it and did not do it, or not all of it.
        CANCELLED,
        /// The kernel never saw it: nothing of it has happened.
        NEVER_SUBMITTED,
        /// The ring failed, or the driver closed, before an answer.
        UNKNOWN
    }

    /// @param members in the order of the chain
    public ChainReport {
        members = List.copyOf(members);
    }

    /// What became of one of them.
    ///
    /// @param index from 0
    public Fate fate(int index) {
        return fateOf(members.get(index));
    }

    /// What became of each.
    public List<Fate> fates() {
        return members.stream().map(ChainReport::fateOf).toList();
    }

    private static Fate fateOf(Completed<?> member) {
        if (member.endReason() != null) {
            return switch (member.endReason()) {
                case QUEUE_TIMEOUT, CANCELLED, CLOSING, UNPREPARED -> Fate.NEVER_SUBMITTED;
                case FAILED, QUARANTINED -> Fate.UNKNOWN;
            };
        }
        if (member.isSuccess()) {
            return Fate.SUCCEEDED;
        }
        return member.isCancelled() ? Fate.CANCELLED : Fate.FAILED;
    }
}
