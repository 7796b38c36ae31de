package dev.ringmark.reports.view;

import dev.ringmark.stats.record.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Many kernels side by side; the checks of a family stand together.
public record MatrixView(
        List<MatrixKernel> kernels, List<MatrixFeature> features, List<MatrixFamily> families) {

    /// The checks whose ids begin with the same word.
    public record MatrixFamily(String name, List<MatrixCheck> checks) {}

    /// What these kernels showed, in their order.
    public static MatrixView of(List<MatrixKernel> kernels) {
        return new MatrixView(List.copyOf(kernels), features(kernels), families(kernels));
    }

    /// All checks, family by family.
    public List<MatrixCheck> checks() {
        return families.stream().flatMap(family -> family.checks().stream()).toList();
    }

    /// The checks with findings, those that fail the matrix first.
    public List<MatrixCheck> notable() {
        List<MatrixCheck> notable = new ArrayList<>();
        checks().stream().filter(MatrixCheck::isUncovered).forEach(notable::add);
        checks().stream().filter(MatrixCheck::isWaived).forEach(notable::add);
        return notable;
    }

    /// The features that a kernel shows otherwise than what is said of them.
    public List<MatrixFeature> drift() {
        return features.stream().filter(MatrixFeature::isDrift).toList();
    }

    /// How the whole is drawn: as the verdict it resembles.
    public Verdict tone() {
        return kernels.stream().allMatch(kernel -> kernel.run().headline().tone() == Verdict.PASS)
                ? Verdict.PASS
                : Verdict.FAIL;
    }

    /// The whole in one sentence. Counts checks: one that fails on five kernels is one finding.
    public String sentence() {
        long uncovered = checks().stream().filter(MatrixCheck::isUncovered).count();
        long waived = checks().stream().filter(MatrixCheck::isWaived).count();
        List<String> troubled =
                kernels.stream()
                        .filter(kernel -> kernel.run().headline().tone() != Verdict.PASS)
                        .map(MatrixKernel::name)
                        .toList();
        String findings = uncovered == 0 ? "no findings" : Words.count(uncovered, "finding");
        return Words.count(kernels.size(), "kernel")
                + ", "
                + Words.count(checks().size(), "check")
                + ": "
                + findings
                + (waived == 0 ? "" : ", " + waived + (uncovered == 0 ? "" : " more") + " waived")
                + (troubled.isEmpty() ? "" : "; look at " + String.join(", ", troubled));
    }

    private static List<MatrixFeature> features(List<MatrixKernel> kernels) {
        Map<String, FeatureRow> first = new LinkedHashMap<>();
        List<Map<String, FeatureRow>> byKernel = new ArrayList<>();
        for (MatrixKernel kernel : kernels) {
            Map<String, FeatureRow> rows = new LinkedHashMap<>();
            kernel.run().features().forEach(row -> rows.put(row.name(), row));
            rows.forEach(first::putIfAbsent);
            byKernel.add(rows);
        }
        List<MatrixFeature> features = new ArrayList<>();
        first.forEach(
                (name, row) -> {
                    List<MatrixFeature.Seen> cells = new ArrayList<>();
                    for (int at = 0; at < kernels.size(); at++) {
                        FeatureRow seen = byKernel.get(at).get(name);
                        cells.add(MatrixFeature.Seen.of(kernels.get(at).name(), seen));
                    }
                    features.add(
                            new MatrixFeature(
                                    name,
                                    row.kind(),
                                    row.documented(),
                                    row.header(),
                                    List.copyOf(cells)));
                });
        return List.copyOf(features);
    }

    private static List<MatrixFamily> families(List<MatrixKernel> kernels) {
        Map<String, CheckRow> first = new LinkedHashMap<>();
        List<Map<String, CheckRow>> byKernel = new ArrayList<>();
        for (MatrixKernel kernel : kernels) {
            Map<String, CheckRow> rows = new LinkedHashMap<>();
            kernel.run().checks().forEach(row -> rows.put(row.id(), row));
            rows.forEach(first::putIfAbsent);
            byKernel.add(rows);
        }
        Map<String, List<MatrixCheck>> families = new LinkedHashMap<>();
        first.forEach(
                (id, row) -> {
                    List<MatrixCell> cells = new ArrayList<>();
                    for (int at = 0; at < kernels.size(); at++) {
                        cells.add(MatrixCell.of(kernels.get(at), byKernel.get(at).get(id)));
                    }
                    String family = id.substring(0, id.indexOf('.'));
                    families.computeIfAbsent(family, _ -> new ArrayList<>())
                            .add(
                                    new MatrixCheck(
                                            id,
                                            row.statement(),
                                            row.says(),
                                            row.source(),
                                            List.copyOf(cells)));
                });
        return families.entrySet().stream()
                .map(family -> new MatrixFamily(family.getKey(), List.copyOf(family.getValue())))
                .toList();
    }
}
