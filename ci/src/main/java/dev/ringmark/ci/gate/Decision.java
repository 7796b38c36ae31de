package dev.ringmark.ci.gate;

import java.util.List;

/// What the gate decided, and every reason against the run; none if it is ok.
public record Decision(ExitStatus status, List<String> reasons) {
    /// Copies the reasons.
    public Decision {
        reasons = List.copyOf(reasons);
    }
}
