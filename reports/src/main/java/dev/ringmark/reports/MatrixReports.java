package dev.ringmark.reports;

import dev.ringmark.reports.render.HtmlPage;
import dev.ringmark.reports.render.MatrixCsv;
import dev.ringmark.reports.render.MatrixJson;
import dev.ringmark.reports.render.MatrixMarkdown;
import dev.ringmark.reports.render.WholeFiles;
import dev.ringmark.reports.view.MatrixKernel;
import dev.ringmark.reports.view.MatrixView;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The reports of many kernels side by side, made from their records alone.
///
/// | file | |
/// |---|---|
/// | `matrix.html` | kernels x features and kernels x checks; needs no script and asks nobody |
/// | `matrix.md` | the same in short, for a summary or a comment |
/// | `matrix.json` | everything, for programs |
/// | `checks.csv`, `features.csv` | a line per result, a line per feature and kernel |
/// | `KERNEL/` | the reports of that kernel ([Reports]), its JUnit XML among them |
public final class MatrixReports {

    private static final int KERNELS_MAX = 100;

    private final List<MatrixColumn> columns;
    private final MatrixView view;

    private MatrixReports(List<MatrixColumn> columns) {
        this.columns = List.copyOf(columns);
        view =
                MatrixView.of(
                        columns.stream()
                                .map(one -> MatrixKernel.of(one.kernel(), one.run(), one.console()))
                                .toList());
    }

    /// The reports of these kernels, in this order.
    ///
    /// @throws IllegalArgumentException for no kernel, too many, or two of one name
    public static MatrixReports of(List<MatrixColumn> columns) {
        if (columns.isEmpty() || columns.size() > KERNELS_MAX) {
            throw new IllegalArgumentException(
                    "kernels: " + columns.size() + ", expected 1.." + KERNELS_MAX);
        }
        Set<String> names = new HashSet<>();
        for (MatrixColumn column : columns) {
            if (!names.add(column.kernel())) {
                throw new IllegalArgumentException(
                        "kernel: \"" + column.kernel() + "\" twice, expected each once");
            }
        }
        return new MatrixReports(columns);
    }

    /// Writes all forms into `folder`, which is made where it is missing: those of each kernel
    /// first, so that the matrix never points at what is not there.
    ///
    /// @throws IOException in one line, naming the folder and what was wrong
    public static void write(List<MatrixColumn> columns, Path folder) throws IOException {
        MatrixReports reports = of(columns);
        for (MatrixKernel kernel : reports.view.kernels()) {
            WholeFiles.write(folder.resolve(kernel.name()), Reports.of(kernel.run()).files());
        }
        WholeFiles.write(folder, reports.files());
    }

    /// The contents by file name, without those of each kernel.
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("checks.csv", MatrixCsv.checks(runs()));
        files.put("features.csv", MatrixCsv.features(runs()));
        files.put("matrix.json", MatrixJson.of(runs()));
        files.put("matrix.md", MatrixMarkdown.of(view));
        files.put("matrix.html", html());
        return files;
    }

    /// The matrix in one sentence: `11 kernels, 186 checks: no findings, 14 waived`.
    public String sentence() {
        return view.sentence();
    }

    /// One page for people.
    public String html() {
        return HtmlPage.of(view);
    }

    private Map<String, Run> runs() {
        Map<String, Run> runs = new LinkedHashMap<>();
        columns.forEach(column -> runs.put(column.kernel(), column.run()));
        return runs;
    }
}
