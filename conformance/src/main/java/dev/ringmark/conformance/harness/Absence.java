package dev.ringmark.conformance.harness;

import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Observation;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides what it means that a kernel lacks a feature: legal only where the kernel is older than
/// the feature.
///
/// @param features what documentation, header and probe say of each feature, by name
record Absence(KernelVersion kernel, Map<String, FeatureLine> features) {

    /// The verdict on a run that can't be asked here, or null when it can.
    ///
    /// A feature about which the probe could not tell is no obstacle: the check will find out.
    @Nullable ResultBuilder before(PlannedRun run) {
        for (String name : run.needs()) {
            FeatureLine feature = features.get(name);
            if (feature == null) {
                return run.result(Verdict.BROKEN)
                        .reason("it needs " + name + ", which the feature catalogue lacks");
            }
            if (feature.observed() == Observation.UNSUPPORTED) {
                return classified(run, feature);
            }
        }
        return null;
    }

    /// The verdict on a run whose check found a feature to be absent.
    ResultBuilder found(PlannedRun run, String name, String why) {
        FeatureLine feature = features.get(name);
        if (feature == null) {
            return run.result(Verdict.BROKEN)
                    .reason("it misses " + name + ", which the feature catalogue lacks");
        }
        return switch (feature.observed()) {
            case SUPPORTED ->
                    run.result(Verdict.FAIL)
                            .reason(why + ", but the probe found it" + detail(feature));
            case UNSUPPORTED -> classified(run, feature);
            case INCONCLUSIVE -> {
                String since = feature.header();
                yield since != null && kernel.reaches(KernelVersion.parse(since))
                        ? run.result(Verdict.FAIL)
                                .reason(why + ", on " + kernel + ", in Linux since " + since)
                        : run.result(Verdict.UNSUPPORTED).reason(why + ", in Linux since " + since);
            }
        };
    }

    /// What the catalogue makes of a feature that the probe did not find.
    private static ResultBuilder classified(PlannedRun run, FeatureLine feature) {
        return feature.featureClass() == FeatureClass.MISSING
                ? run.result(Verdict.FAIL)
                        .reason(
                                feature.name()
                                        + " is absent on a kernel that should have it"
                                        + detail(feature))
                : run.result(Verdict.UNSUPPORTED)
                        .reason(feature.name() + " is absent" + detail(feature));
    }

    private static String detail(FeatureLine feature) {
        return feature.detail() == null ? "" : ": " + feature.detail();
    }
}
