package dev.ringmark.chaos.sim;

import java.util.ArrayList;
import java.util.List;

/// Who waits on which futex word.
final class Futexes {

    private final List<Request> waiting = new ArrayList<>(0);

    void add(Request request) {
        waiting.add(request);
    }

    void remove(Request request) {
        waiting.remove(request);
    }

    /// Wakes those who wait on a word with one of these bits.
    ///
    /// @return how many
    int wake(long word, long mask, long most) {
        int woken = 0;
        for (Request request : List.copyOf(waiting)) {
            if (woken >= most) {
                break;
            }
            if (request.address == word && (request.address3 & mask) != 0) {
                waiting.remove(request);
                request.ring.lifecycle().abort(request, 0, false);
                woken++;
            }
        }
        return woken;
    }
}
