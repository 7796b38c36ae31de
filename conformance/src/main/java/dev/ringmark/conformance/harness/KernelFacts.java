package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.stats.record.FeatureLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a worker found out about the kernel before any check ran.
record KernelFacts(WorkerMessage.Host host, List<FeatureLine> features) {

    static KernelFacts of(Kernel kernel) {
        return new KernelFacts(new WorkerMessage.Host(kernel.binding(), null, null), List.of());
    }

    /// A kernel that could not be asked.
    static KernelFacts unavailable(String why) {
        return new KernelFacts(new WorkerMessage.Host("unknown", why, null), List.of());
    }

    Map<String, FeatureLine> byName() {
        Map<String, FeatureLine> byName = new LinkedHashMap<>();
        features.forEach(line -> byName.put(line.name(), line));
        return byName;
    }

    /// Why io_uring is not available, or null when it is.
    @Nullable String blockedBy() {
        return host.blockedBy();
    }
}
