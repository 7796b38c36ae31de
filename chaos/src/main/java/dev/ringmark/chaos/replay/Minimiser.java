package dev.ringmark.chaos.replay;

import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Invariant;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Violation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// Makes a failing run smaller: fewer faults, then fewer actions, for as long as the same promise
/// is broken (delta debugging: Zeller and Hildebrandt, 2002).
public final class Minimiser {

    private static final int RUNS_MAX = 5000;

    private final Campaign campaign;
    private final Invariant broken;
    private int runs;

    /// @param campaign runs the scripts
    /// @param broken the promise whose breach is looked for
    public Minimiser(Campaign campaign, Invariant broken) {
        this.campaign = campaign;
        this.broken = broken;
    }

    /// The smallest script found that breaks the promise.
    ///
    /// @param failing one that does
    /// @param faults what went wrong in its run
    public Script shrink(Script failing, List<Fired> faults) {
        Script best = failing.with(failing.actions(), faults);
        if (!breaks(best)) {
            throw new IllegalStateException("the run cannot be repeated from its record");
        }
        boolean isSmaller = true;
        while (isSmaller && runs < RUNS_MAX) {
            int before = size(best);
            Script from = best;
            List<Fired> fewerFaults =
                    without(faultsOf(from), list -> from.with(from.actions(), list));
            Script between = from.with(from.actions(), fewerFaults);
            List<Integer> fewerActions =
                    without(between.actions(), list -> between.with(list, fewerFaults));
            best = between.with(fewerActions, fewerFaults);
            isSmaller = size(best) < before;
        }
        return best;
    }

    /// How many runs it took.
    public int runs() {
        return runs;
    }

    /// Leaves out whatever can be left out, large parts first.
    private <T> List<T> without(List<T> all, Function<List<T>, Script> script) {
        List<T> kept = new ArrayList<>(all);
        for (int size = kept.size(); size > 0; size /= 2) {
            for (int from = kept.size() - size; from >= 0; from -= size) {
                List<T> fewer = new ArrayList<>(kept.subList(0, from));
                fewer.addAll(kept.subList(from + size, kept.size()));
                if (runs < RUNS_MAX && breaks(script.apply(fewer))) {
                    kept = fewer;
                    from = Math.min(from, kept.size());
                }
            }
        }
        return kept;
    }

    private boolean breaks(Script script) {
        runs++;
        Outcome outcome = campaign.run(script, false);
        Violation violation = outcome.violation();
        return violation != null && violation.invariant() == broken;
    }

    private static int size(Script script) {
        return script.actions().size() + faultsOf(script).size();
    }

    private static List<Fired> faultsOf(Script script) {
        List<Fired> faults = script.faults();
        return faults == null ? List.of() : faults;
    }
}
