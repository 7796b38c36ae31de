package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.feature.Classification;
import dev.ringmark.conformance.feature.Feature;
import dev.ringmark.conformance.feature.FeatureCatalogue;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Availability;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.Support;
import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Observation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a worker found out about the kernel before any check ran.
record KernelFacts(WorkerMessage.Host host, List<FeatureLine> features) {

    /// Asks a kernel for everything the catalogue has.
    static KernelFacts of(Kernel kernel) {
        Features features = Features.of(kernel);
        String blockedBy =
                switch (features.availability()) {
                    case Availability.Available _ -> null;
                    case Availability.Unavailable no ->
                            no.explanation() + "; " + String.join("; or ", no.remedies());
                };
        return new KernelFacts(
                new WorkerMessage.Host(
                        kernel.binding(),
                        blockedBy,
                        blockedBy == null ? hex(features.featureBits()) : null,
                        features.remarks()),
                lines(features));
    }

    /// A kernel that could not be asked.
    static KernelFacts unavailable(String why) {
        return new KernelFacts(new WorkerMessage.Host("unknown", why, null, List.of()), List.of());
    }

    /// The catalogue with what was observed of each feature.
    static List<FeatureLine> lines(Features features) {
        return FeatureCatalogue.load().classify(features).stream().map(KernelFacts::line).toList();
    }

    static String hex(int bits) {
        return "0x%x".formatted(bits);
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

    private static FeatureLine line(Classification seen) {
        Feature feature = seen.feature();
        Feature.Claim documented = feature.documented();
        return new FeatureLine(
                feature.name(),
                feature.kind().wireName(),
                documented == null ? null : documented.since().raw(),
                feature.since().raw(),
                observation(seen.observed()),
                FeatureClass.parse(seen.featureClass().wireName()),
                seen.detail(),
                feature.source());
    }

    static Observation observation(Support observed) {
        return switch (observed) {
            case Support.Supported _ -> Observation.SUPPORTED;
            case Support.Unsupported _ -> Observation.UNSUPPORTED;
            case Support.Inconclusive _ -> Observation.INCONCLUSIVE;
        };
    }
}
