package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.MsgRingFlag;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The conformance checks on simulated kernels of other releases: what a release is known to have
/// it does right, or in another legal way.
class OtherReleasesTest {

    private static final List<String> FAMILIES =
            List.of("setup", "sq", "overflow", "timeout", "links", "cancel", "poll");
    private static final Set<String> GOOD = Set.of("pass", "variant", "blocked");
    private static final Map<String, UapiConstant> FEATURES = features();

    @ParameterizedTest
    @CsvSource({"5.10, 150", "5.15, 190", "6.1, 800", "6.12, 1000", "7.0, 1000"})
    void no_check_fails_on_what_a_release_has(String release, int least) {
        Profile profile = Profile.of(release);
        List<String> failures = new ArrayList<>();
        int good = 0;
        try (PagePool pool = new PagePool()) {
            for (String family : FAMILIES) {
                for (CheckVerdict.Subject subject : CheckVerdict.family(family)) {
                    boolean asksHost = NotComparable.reason(subject.id()) != null;
                    if (asksHost || !isThere(profile, release, subject)) {
                        continue;
                    }
                    CheckVerdict seen = run(subject, profile, pool);
                    if (GOOD.contains(seen.verdict())) {
                        good++;
                    } else {
                        failures.add(seen.line() + ": " + seen.reason());
                    }
                }
            }
        }
        assertEquals(List.of(), failures);
        int asked = good;
        assertTrue(asked >= least, () -> "only " + asked + " checks could be asked");
    }

    private static CheckVerdict run(CheckVerdict.Subject subject, Profile profile, PagePool pool) {
        SimulatedKernel.Options options =
                SimulatedKernel.Options.of(profile, 1).withRealThreads(Duration.ofSeconds(10));
        try (SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            return subject.on(kernel);
        }
    }

    /// Whether a release has everything that a check needs.
    private static boolean isThere(Profile profile, String release, CheckVerdict.Subject subject) {
        Check check = subject.type().getAnnotation(Check.class);
        KernelVersion version = KernelVersion.parse(release);
        return version.reaches(KernelVersion.parse(check.since()))
                && Stream.of(check.needs()).allMatch(name -> profile.has(feature(name)))
                && subject.mode().flags().stream().allMatch(profile::has);
    }

    private static UapiConstant feature(String name) {
        return Objects.requireNonNull(FEATURES.get(name), name);
    }

    private static Map<String, UapiConstant> features() {
        Map<String, UapiConstant> features = new HashMap<>();
        Stream.<UapiConstant[]>of(
                        Opcode.values(),
                        RegisterOp.values(),
                        SetupFlag.values(),
                        FeatureBit.values(),
                        EnterFlag.values(),
                        SqeFlag.values(),
                        CancelFlag.values(),
                        TimeoutFlag.values(),
                        PollFlag.values(),
                        NopFlag.values(),
                        MsgRingFlag.values())
                .flatMap(Arrays::stream)
                .forEach(constant -> features.put(constant.kernelName(), constant));
        return features;
    }
}
