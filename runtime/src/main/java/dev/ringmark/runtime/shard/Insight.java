package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.event.OperationListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What can be seen of a driver while it runs; for its owner, like the driver.
public final class Insight {

    /// An operation that has not ended.
    ///
    /// @param what as its `toString()` says
    /// @param stage where it is: WAITING for a permit, STAGED for the SQ, IN_RING, or PAUSED
    /// @param isCancelled whether it was asked to end
    public record UnderWay(String what, String stage, boolean isCancelled) {}

    private final Ledger ledger;
    private final Timers timers;
    private final News news;

    Insight(Ledger ledger, Timers timers, News news) {
        this.ledger = ledger;
        this.timers = timers;
        this.news = news;
    }

    /// Whether there may be something to step for.
    public News news() {
        return news;
    }

    /// How many operations there can be at once.
    public int permits() {
        return ledger.permits.max();
    }

    /// How many wait for a permit.
    public int waiting() {
        return ledger.permits.waiting();
    }

    /// How many multishots are without credit.
    public int paused() {
        return ledger.paused.size();
    }

    /// How many timers are set.
    public int timers() {
        return timers.size();
    }

    /// Everything that has not ended: the program's operations, not the driver's own.
    public List<UnderWay> underWay() {
        return operations().stream().map(Insight::describe).toList();
    }

    /// Tells a listener of every operation from now on; null for nobody. An operation that is under
    /// way already is not told.
    public void listen(@Nullable OperationListener listener) {
        ledger.observer.listen(listener);
    }

    /// Whether the calling thread is inside such a listener.
    public boolean isTelling() {
        return ledger.observer.isTelling();
    }

    List<Operation> operations() {
        List<Operation> found = new ArrayList<>();
        for (int slot = 0; slot < ledger.slots.size(); slot++) {
            Operation each = ledger.slots.at(slot);
            if (each != null && each.kind() == UserData.Kind.OPERATION) {
                found.add(each);
            }
        }
        for (Operation each = ledger.permits.first(); each != null; each = each.next) {
            found.add(each);
        }
        for (Operation each = ledger.paused.first(); each != null; each = each.next) {
            found.add(each);
        }
        return found;
    }

    private static UnderWay describe(Operation operation) {
        return new UnderWay(nameOf(operation), operation.stage.name(), operation.wantsCancel);
    }

    /// The program's own words, whose failure is told in their place: a dump must not fail.
    private static String nameOf(Operation operation) {
        try {
            return operation.toString();
        } catch (RuntimeException e) {
            return operation.getClass().getName() + ", whose toString() has thrown " + e;
        }
    }
}
