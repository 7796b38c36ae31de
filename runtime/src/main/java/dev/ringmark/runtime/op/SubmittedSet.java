package dev.ringmark.runtime.op;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A chain or a batch under way: it can be looked at, waited for and cancelled. Confined to the
/// driver's thread.
public final class SubmittedSet {

    private final List<Submitted<?>> members;

    SubmittedSet(List<Submitted<?>> members) {
        this.members = List.copyOf(members);
    }

    /// What became of it, or null while a member has not ended.
    public @Nullable ChainReport poll() {
        List<Completed<?>> ended = new ArrayList<>();
        for (Submitted<?> member : members) {
            Completed<?> completed = member.poll();
            if (completed == null) {
                return null;
            }
            ended.add(completed);
        }
        return new ChainReport(ended);
    }

    /// Asks for the end of all members that have not ended.
    public void cancel() {
        members.forEach(Submitted::cancel);
    }

    /// Steps the driver until all members have ended.
    public ChainReport await() {
        return new ChainReport(members.stream().<Completed<?>>map(Submitted::await).toList());
    }
}
