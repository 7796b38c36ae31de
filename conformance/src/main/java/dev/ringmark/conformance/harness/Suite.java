package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.RingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How much of the conformance suite is run.
enum Suite {
    /// Every check, in the modes in which kernels have differed: the plain ring, the one whose
    /// task work waits for the caller, and the one whose SQEs a thread of the kernel takes.
    QUICK(EnumSet.of(RingMode.NONE, RingMode.PLAIN, RingMode.DEFER_TASKRUN, RingMode.SQPOLL)),
    /// Every check in every mode that is legal for it.
    FULL(EnumSet.allOf(RingMode.class));

    private final Set<RingMode> modes;

    Suite(Set<RingMode> modes) {
        this.modes = modes;
    }

    /// The runs of a check that belong to this suite: at least one, for no check is left out.
    List<PlannedRun> runsOf(FoundCheck found) {
        List<PlannedRun> runs = found.runs();
        List<PlannedRun> chosen = runs.stream().filter(run -> modes.contains(run.mode())).toList();
        return chosen.isEmpty() ? runs.subList(0, 1) : chosen;
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
