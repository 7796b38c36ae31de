package dev.ringmark.chaos.sim;

import java.util.ArrayList;
import java.util.List;

/// A ring's timeouts that end with so many completions, and how often one of any kind fired.
final class CountedTimeouts {

    private static final class Counting {
        private final Request request;
        private long left;

        Counting(Request request, long left) {
            this.request = request;
            this.left = left;
        }
    }

    private final List<Counting> counting = new ArrayList<>(0);
    private int fired;

    /// How often a timeout fired: a wait ends when one does (S068).
    int fired() {
        return fired;
    }

    void hasFired() {
        fired++;
    }

    /// A timeout also ends with so many completions.
    void add(Request request, long completions) {
        counting.add(new Counting(request, completions));
    }

    /// It no longer counts.
    void remove(Request request) {
        counting.removeIf(one -> one.request == request);
    }

    /// So many completions were posted.
    void count(int posted) {
        if (posted == 0 || counting.isEmpty()) {
            return;
        }
        for (Counting one : List.copyOf(counting)) {
            one.left -= posted;
            if (one.left <= 0) {
                counting.remove(one);
                if (one.request.phase == Request.Phase.WAITING) {
                    fired++;
                    one.request.ring.lifecycle().abort(one.request, 0, false);
                }
            }
        }
    }
}
