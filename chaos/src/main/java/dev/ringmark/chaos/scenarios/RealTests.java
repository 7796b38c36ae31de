package dev.ringmark.chaos.scenarios;

import java.util.Map;

/// The tests that show a scenario on a real ring, by its id: each says so beside its code.
public final class RealTests {

    private static final Map<String, String> TESTS =
            Map.ofEntries(
                    Map.entry("C-01", "WakeTest"),
                    Map.entry("C-03", "ChurnTest DriverTest"),
                    Map.entry("C-04", "LoopsTest WakeTest"),
                    Map.entry("C-05", "DriverTest"),
                    Map.entry("C-06", "LoopsTest"),
                    Map.entry("C-07", "WakeTest"),
                    Map.entry("C-08", "InjectedErrnoTest LoopsTest"),
                    Map.entry("C-09", "DriverGuardsTest"),
                    Map.entry("C-10", "DriverTest"),
                    Map.entry("C-11", "MultishotTest"),
                    Map.entry("C-12", "DriverTest"),
                    Map.entry(
                            "C-13",
                            "DriverGuardsTest DriverTest InjectedErrnoTest LoopsTest"
                                    + " SubmitterTest"),
                    Map.entry("C-15", "InjectedErrnoTest SubmitterTest"),
                    Map.entry("C-17", "LoopsTest MultishotTest"),
                    Map.entry("C-18", "LoopsTest"),
                    Map.entry("C-19", "InjectedErrnoTest SignalsTest"),
                    Map.entry("C-20", "LoopsTest"),
                    Map.entry("C-22", "ChainTest PolledChainTest QuietChainTest"),
                    Map.entry("C-23", "DescriptorTest"),
                    Map.entry("C-24", "DriverTest"),
                    Map.entry("C-25", "QuarantineTest"),
                    Map.entry("C-27", "LoopsTest"),
                    Map.entry("C-28", "DriverTest"),
                    Map.entry("C-32", "DescriptorTest"),
                    Map.entry("C-33", "HandOverTest ListenerHandOverTest"),
                    Map.entry("C-35", "ZeroCopyTest"),
                    Map.entry("C-36", "ClassicGroupTest HostOperationsTest"),
                    Map.entry("C-38", "MultishotTest"),
                    Map.entry("C-39", "LimitsTest"),
                    Map.entry("C-40", "LoopsTest"),
                    Map.entry("C-41", "DriverTest"),
                    Map.entry("C-42", "LoopsTest ShardsStressTest"),
                    Map.entry("C-43", "ChurnTest LimitsTest"),
                    Map.entry("C-45", "SidecarTest WakeTest"),
                    Map.entry("C-46", "SidecarTest"),
                    Map.entry("C-48", "LoopsTest"),
                    Map.entry("C-49", "LoopsTest ShardsStressTest"),
                    Map.entry("C-51", "MessageWakeTest"),
                    Map.entry("C-53", "LoopGroupTest"),
                    Map.entry("C-60", "InjectedErrnoTest SignalsTest"),
                    Map.entry("C-61", "MessageWakeTest"),
                    Map.entry("C-64", "SoakTest"),
                    Map.entry("C-65", "ChainTest QuietChainTest"),
                    Map.entry("C-67", "DriverTest"));

    private RealTests() {}

    /// The classes, or an empty text.
    public static String of(String id) {
        return TESTS.getOrDefault(id, "");
    }
}
