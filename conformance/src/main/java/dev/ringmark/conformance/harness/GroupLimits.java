package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.probe.ControlGroup;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Verdict;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/// What the limits of a control group did to a check: the kernel counts how often each was in the
/// way, so the counts before and after tell.
final class GroupLimits {

    private static final Set<Verdict> FINDINGS =
            EnumSet.of(Verdict.FAIL, Verdict.TIMED_OUT, Verdict.CRASHED, Verdict.BROKEN);

    private GroupLimits() {}

    /// The control groups as they are whenever it is asked. Where nothing is limited, nothing can
    /// be refused, and they are read once: under emulation, that takes as long as a short check.
    static Supplier<ControlGroup> watched() {
        return watched(ProcText::controlGroup);
    }

    static Supplier<ControlGroup> watched(Supplier<ControlGroup> groups) {
        ControlGroup first = groups.get();
        boolean isLimited = first.memoryBytesMax().isPresent() || first.pidsMax().isPresent();
        return isLimited ? groups : () -> first;
    }

    /// The result, `blocked` when threads or processes were refused while the check ran, and with
    /// the cause when the kernel killed for memory.
    static ResultLine explained(ResultLine result, ControlGroup before, ControlGroup after) {
        String why = sentence(before, after);
        if (why.isEmpty() || !FINDINGS.contains(result.verdict())) {
            return result;
        }
        String reason = why + ": " + result.reason();
        return after.oomKills() > before.oomKills()
                ? result.toBuilder().reason(reason).build()
                : result.toBuilder().verdict(Verdict.BLOCKED).reason(reason).build();
    }

    /// What happened between the two, in a sentence; empty when nothing did.
    static String sentence(ControlGroup before, ControlGroup after) {
        if (after.oomKills() > before.oomKills()) {
            return "the kernel killed for memory, of which the cgroup allows "
                    + after.memoryBytesMax().orElse(0)
                    + " B";
        }
        long refused = after.pidsRefused() - before.pidsRefused();
        return refused > 0
                ? "the pids cgroup allows "
                        + after.pidsMax().orElse(0)
                        + " and refused "
                        + refused
                        + " more"
                : "";
    }
}
