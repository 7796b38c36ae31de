package dev.ringmark.ci;

import dev.ringmark.kernels.catalog.KernelEntry;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.catalog.Truth;
import dev.ringmark.stats.record.FeatureLine;
import dev.ringmark.stats.record.Kind;
import dev.ringmark.stats.record.Observation;
import dev.ringmark.stats.record.ResultBuilder;
import dev.ringmark.stats.record.ResultLine;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/// Whether a kernel still has what the catalogue says it has: a difference is a finding, for a
/// distribution may have ported something back, or our probe may have changed its mind.
final class TruthCheck {
    private static final String ID = "kernel.truth";

    private TruthCheck() {}

    /// What a kernel was seen to have.
    static Truth observed(Run run) {
        return new Truth(
                Objects.requireNonNullElse(run.header().env().features(), "0x0"),
                names(run, "opcode"),
                names(run, "setup_flag"),
                names(run, "register_op"),
                names(run, "sqe_flag"),
                names(run, "enter_flag"));
    }

    /// The check's result.
    static ResultLine result(KernelImage image, Run run) {
        KernelEntry entry = image.entry();
        Truth expected = entry == null ? null : entry.truth();
        if (entry == null || expected == null) {
            return result(Verdict.BLOCKED)
                    .reason(
                            entry == null
                                    ? "this kernel is in no catalogue; see 'ringmark kernels add'"
                                    : "not learned yet; see 'ringmark kernels learn'")
                    .build();
        }
        Truth observed = observed(run);
        List<String> differences = differences(expected, observed);
        ResultBuilder result =
                result(differences.isEmpty() ? Verdict.PASS : Verdict.FAIL)
                        .expected(List.of(words(expected)))
                        .observed(List.of(words(observed)));
        return differences.isEmpty()
                ? result.build()
                : result.reason("differs from the catalogue: " + String.join(", ", differences))
                        .build();
    }

    /// `+NAME` for what is there against the catalogue, `-NAME` for what is missing.
    static List<String> differences(Truth expected, Truth observed) {
        List<String> differences = new ArrayList<>();
        if (!expected.features().equals(observed.features())) {
            differences.add("features " + expected.features() + " -> " + observed.features());
        }
        compare(expected.opcodes(), observed.opcodes(), differences);
        compare(expected.setupFlags(), observed.setupFlags(), differences);
        compare(expected.registerOperations(), observed.registerOperations(), differences);
        compare(expected.sqeFlags(), observed.sqeFlags(), differences);
        compare(expected.enterFlags(), observed.enterFlags(), differences);
        return differences;
    }

    private static void compare(List<String> expected, List<String> observed, List<String> to) {
        TreeSet<String> missing = new TreeSet<>(expected);
        observed.forEach(missing::remove);
        missing.forEach(name -> to.add("-" + name));
        TreeSet<String> more = new TreeSet<>(observed);
        expected.forEach(more::remove);
        more.forEach(name -> to.add("+" + name));
    }

    private static ResultBuilder result(Verdict verdict) {
        return ResultLine.builder(ID, Kind.CHECK, verdict)
                .says("The kernel has what the catalogue says that it was seen to have.");
    }

    /// A truth in one line.
    static String words(Truth truth) {
        return "features "
                + truth.features()
                + ", "
                + truth.opcodes().size()
                + " opcodes, "
                + truth.setupFlags().size()
                + " setup flags, "
                + truth.registerOperations().size()
                + " register operations";
    }

    private static List<String> names(Run run, String kind) {
        return run.features().stream()
                .filter(line -> line.kind().equals(kind))
                .filter(line -> line.observed() == Observation.SUPPORTED)
                .map(FeatureLine::name)
                .toList();
    }
}
