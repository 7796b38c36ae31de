package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.catalog.Truth;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.FeatureClass;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Observation;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.Tool;
import dev.ringmark.stats.record.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Issue 3, item 1: a kernel that differs from what the catalogue says of it is a finding.
class TruthCheckTest {
    private static final Truth TRUTH =
            new Truth(
                    "0x3f",
                    List.of("IORING_OP_NOP", "IORING_OP_READV"),
                    List.of("IORING_SETUP_SQPOLL"),
                    List.of(),
                    List.of(),
                    List.of());
    private static final Run RUN =
            new Run(
                    new RunHeader(
                            "run",
                            Instant.EPOCH,
                            new Tool("0", "0"),
                            "quick",
                            1,
                            Environment.builder("6.12.43", "x86_64").features("0x3f").build()),
                    List.of(
                            feature("IORING_OP_NOP", "opcode", Observation.SUPPORTED),
                            feature("IORING_OP_READV", "opcode", Observation.SUPPORTED),
                            feature("IORING_OP_PIPE", "opcode", Observation.UNSUPPORTED),
                            feature("IORING_SETUP_SQPOLL", "setup_flag", Observation.SUPPORTED),
                            feature("IORING_FEAT_X", "feature_bit", Observation.SUPPORTED)),
                    List.of());

    @Test
    void what_was_observed_becomes_the_truth() {
        assertEquals(TRUTH, TruthCheck.observed(RUN));
    }

    @Test
    void a_kernel_that_is_as_it_was_passes() {
        assertEquals(Verdict.PASS, TruthCheck.result(image(TRUTH), RUN).verdict());
    }

    @Test
    void a_difference_is_a_finding_and_named() {
        Truth old =
                new Truth(
                        "0x1f",
                        List.of("IORING_OP_NOP", "IORING_OP_TEE"),
                        List.of("IORING_SETUP_SQPOLL"),
                        List.of(),
                        List.of(),
                        List.of());
        ResultLine result = TruthCheck.result(image(old), RUN);
        assertEquals(Verdict.FAIL, result.verdict());
        assertEquals(
                "differs from the catalogue: features 0x1f -> 0x3f, -IORING_OP_TEE,"
                        + " +IORING_OP_READV",
                result.reason());
    }

    @Test
    void a_kernel_without_a_truth_is_blocked_and_says_what_to_do() {
        ResultLine result = TruthCheck.result(image(null), RUN);
        assertEquals(Verdict.BLOCKED, result.verdict());
        assertEquals("not learned yet; see 'ringmark kernels learn'", result.reason());
    }

    private static KernelImage image(@Nullable Truth truth) {
        KernelEntry known = Catalog.shipped().named("6.12.43").getFirst();
        KernelEntry entry =
                new KernelEntry(
                        known.id(),
                        known.series(),
                        known.release(),
                        known.flavour(),
                        known.endOfLife(),
                        known.source(),
                        known.vmlinuz(),
                        known.boot(),
                        truth);
        return new KernelImage(entry.id(), "6.12", entry.release(), Path.of("vmlinuz"), "0", entry);
    }

    private static FeatureLine feature(String name, String kind, Observation observed) {
        return new FeatureLine(
                name, kind, null, null, observed, FeatureClass.AS_DOCUMENTED, null, null);
    }
}
