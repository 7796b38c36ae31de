package dev.ringmark.runtime.task;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who has begun on a loop and not ended, until the loop closes it. Any thread.
///
/// Whoever closes it sees everybody that was let in, at once or when it looks again.
///
/// @param <T> who
final class Roster<T> {

    /* Whoever comes in says so first and looks for the end then; whoever closes does it the other
     * way round. One of them sees the other.
     */

    private final Set<T> members = ConcurrentHashMap.newKeySet();
    private volatile boolean isClosed;

    /// Lets somebody in.
    ///
    /// @return false when it is closed
    boolean enter(T member) {
        members.add(member);
        if (isClosed) {
            members.remove(member);
            return false;
        }
        return true;
    }

    void leave(T member) {
        members.remove(member);
    }

    /// Lets nobody in any more.
    void close() {
        isClosed = true;
    }

    boolean isClosed() {
        return isClosed;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    int size() {
        return members.size();
    }

    /// Who is there, as it changes; one that is about to be refused may be seen.
    Collection<T> members() {
        return Collections.unmodifiableSet(members);
    }
}
