package dev.ringmark.conformance.checks.feature;

import dev.ringmark.conformance.feature.Classification;
import dev.ringmark.conformance.feature.FeatureCatalogue;
import dev.ringmark.conformance.feature.FeatureClass;
import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckFailed;
import dev.ringmark.conformance.fixture.OnRing;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.TestKernel;
import dev.ringmark.runtime.probe.Features;
import java.util.List;
import java.util.stream.Collectors;

@Check(
        id = "feature.documented_features_are_present",
        statement = "SR-20d",
        says = "A kernel has every feature that its release brought or an earlier one did.",
        source = "linux/io_uring.h of each release, and what was observed",
        modes = RingMode.NONE)
final class DocumentedFeaturesArePresentCheck {

    @OnRing
    void nothing_is_missing(TestKernel kernel) {
        List<Classification> features =
                FeatureCatalogue.load().classify(Features.of(kernel.kernel()));
        List<Classification> missing =
                features.stream()
                        .filter(feature -> feature.featureClass() == FeatureClass.MISSING)
                        .toList();
        kernel.evidence().expected("none of " + features.size() + " features is missing");
        missing.forEach(
                one -> kernel.evidence().observed(one.feature().name() + ": " + one.detail()));
        if (!missing.isEmpty()) {
            throw new CheckFailed(
                    missing.stream()
                            .map(one -> one.feature().name())
                            .collect(Collectors.joining(", ", "missing: ", "")));
        }
        kernel.evidence().observed("none of them is");
    }
}
