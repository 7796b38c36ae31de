package dev.ringmark.chaos.sim;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Every check that does not end on the simulated kernel as it does on a real one, and why. Nothing
/// else may differ.
final class NotComparable {

    private static final Map<String, String> REASONS =
            Map.of(
                    "timeout.absolute_in_time_namespace",
                    "it starts another JVM in a time namespace, and that one asks the host's"
                            + " kernel",
                    "setup.sq_thread_stays_on_its_cpu",
                    "it looks for the kernel's thread in the host's /proc");

    private NotComparable() {}

    /// Why a check is left out, or null when it has to agree.
    static @Nullable String reason(String id) {
        return REASONS.get(id);
    }
}
