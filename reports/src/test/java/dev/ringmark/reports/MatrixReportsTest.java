package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import dev.ringmark.stats.record.Run;
import dev.ringmark.stats.record.RunHeader;
import dev.ringmark.stats.record.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The matrix of issue 3, item 7: what stands side by side, and its exports.
class MatrixReportsTest {

    private static final List<MatrixColumn> TWO =
            List.of(column("6.1", Runs.small()), column("7.3-rc", passing()));

    @TempDir Path folder;

    @Test
    void a_folder_has_the_matrix_and_the_reports_of_each_kernel() throws IOException {
        MatrixReports.write(TWO, folder.resolve("matrix"));
        try (Stream<Path> files = Files.walk(folder.resolve("matrix"))) {
            assertEquals(
                    Set.of(
                            "matrix.html",
                            "matrix.md",
                            "matrix.json",
                            "checks.csv",
                            "features.csv",
                            "6.1/junit.xml",
                            "6.1/report.html",
                            "6.1/report.ktap",
                            "6.1/report.md",
                            "7.3-rc/junit.xml",
                            "7.3-rc/report.html",
                            "7.3-rc/report.ktap",
                            "7.3-rc/report.md"),
                    files.filter(Files::isRegularFile)
                            .map(file -> folder.resolve("matrix").relativize(file).toString())
                            .collect(Collectors.toSet()));
        }
        String report = Files.readString(folder.resolve("matrix/6.1/report.html"));
        assertTrue(report.contains("./ringmark check --kernel 6.1 --only links."), "reproducer");
        assertTrue(report.contains("id=\"check-links.timeout_cancels_target\""), "anchor");
        String junit = Files.readString(folder.resolve("matrix/6.1/junit.xml"));
        assertTrue(junit.contains("repeat it: ./ringmark check --kernel 6.1 --only "), "junit");
    }

    @Test
    void a_kernel_of_the_users_own_is_repeated_by_its_path() {
        Run run = Runs.small();
        RunHeader header = run.header();
        Map<String, JsonValue> extras =
                Map.of("kernelName", new JsonValue.Text("my kernels/vmlinuz"));
        RunHeader named =
                new RunHeader(
                        header.schema(),
                        header.runId(),
                        header.startedAt(),
                        header.tool(),
                        header.suite(),
                        header.seed(),
                        header.env().toBuilder().extras(extras).build(),
                        header.extras());
        String report = Reports.of(new Run(named, run.lines(), run.problems())).markdown();
        assertTrue(
                report.contains("`./ringmark check --kernel 'my kernels/vmlinuz' --only links."),
                report);
    }

    @Test
    void each_cell_leads_to_its_evidence() {
        String html = MatrixReports.of(TWO).html();
        assertTrue(html.contains("href=\"6.1/report.html#check-links.timeout_cancels_target\""));
    }

    @Test
    void a_finding_on_any_kernel_is_in_the_sentence_and_its_kernel_named() {
        String sentence = MatrixReports.of(TWO).sentence();
        assertTrue(sentence.startsWith("2 kernels, "), sentence);
        assertTrue(sentence.endsWith("; look at 6.1"), sentence);
        String good = MatrixReports.of(List.of(column("7.3-rc", passing()))).sentence();
        assertTrue(good.endsWith(": no findings"), good);
    }

    @Test
    void a_kernel_that_never_came_so_far_is_a_column_of_nothing() {
        MatrixReports reports =
                MatrixReports.of(
                        List.of(
                                column("6.1", Runs.small()),
                                new MatrixColumn("6.2", Runs.empty(), "Kernel panic - <b>")));
        assertTrue(reports.sentence().contains("6.2"), reports.sentence());
        assertTrue(reports.html().contains("not run"), "cells");
        assertTrue(reports.html().contains("Kernel panic - &lt;b"), "console");
    }

    @Test
    void json_has_every_check_and_feature_by_kernel() {
        JsonValue parsed = Json.parse(file("matrix.json").strip());
        Map<String, JsonValue> matrix = ((JsonValue.Obj) parsed).fields();
        List<JsonValue> kernels = ((JsonValue.Array) field(matrix, "kernels")).items();
        assertEquals(2, kernels.size());
        List<JsonValue> features = ((JsonValue.Array) field(matrix, "features")).items();
        assertEquals(Runs.small().features().size(), features.size());
        Map<String, JsonValue> nop = ((JsonValue.Obj) features.getFirst()).fields();
        assertEquals(new JsonValue.Text("IORING_OP_NOP"), nop.get("name"));
        assertEquals(Set.of("6.1"), ((JsonValue.Obj) field(nop, "kernels")).fields().keySet());
        long checks = Runs.small().results().stream().map(one -> one.id()).distinct().count();
        assertTrue(((JsonValue.Array) field(matrix, "checks")).items().size() >= checks);
    }

    @Test
    void csv_has_a_line_per_result_and_per_feature_and_kernel() {
        long results = TWO.stream().mapToLong(one -> one.run().results().size()).sum();
        List<String> checks = file("checks.csv").lines().toList();
        assertEquals(
                "kernel,release,id,params,verdict,waiver,passed,attempts,seconds,reason",
                checks.getFirst());
        assertEquals(results, checks.stream().filter(line -> line.matches("[67].*")).count());
        assertTrue(
                checks.stream()
                        .anyMatch(
                                line ->
                                        line.contains(
                                                "\"the read ended with 0, not with -ECANCELED or"
                                                        + " -EINTR\"")));
        assertEquals(1 + Runs.small().features().size(), file("features.csv").lines().count());
    }

    @Test
    void markdown_names_kernels_findings_and_drift() {
        String markdown = file("matrix.md");
        assertTrue(markdown.contains("| Check | Statement | Where |"), markdown);
        assertTrue(markdown.contains("`links.timeout_cancels_target`"), markdown);
        assertTrue(markdown.contains("| `IORING_OP_READ_MULTISHOT` | 6.7 | ✓ backported |"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<script>alert(1)</script>", "\"><img src=x>", "a,b\"c\nd", "=1+2|@x"})
    void no_text_of_a_record_becomes_markup(String text) {
        MatrixReports reports = MatrixReports.of(List.of(column("6.1", Runs.hostile(text))));
        String html = reports.html();
        assertEquals(1, html.split("<script", -1).length - 1);
        assertFalse(html.contains("<img"));
        String markdown = Objects.requireNonNull(reports.files().get("matrix.md"));
        for (String line : markdown.lines().toList()) {
            assertFalse(line.startsWith("|") && !line.endsWith("|"), line);
        }
    }

    @Test
    void names_that_would_lead_elsewhere_are_refused() {
        for (String name : List.of("", "../up", "a/b", ".hidden", "-x", "a b", "a\nb")) {
            assertThrows(IllegalArgumentException.class, () -> column(name, Runs.small()), name);
        }
        List<MatrixColumn> twice =
                List.of(column("6.1", Runs.small()), column("6.1", Runs.small()));
        assertThrows(IllegalArgumentException.class, () -> MatrixReports.of(twice));
        assertThrows(IllegalArgumentException.class, () -> MatrixReports.of(List.of()));
    }

    private static Run passing() {
        return Runs.passing(Runs.canary(Verdict.PASS));
    }

    private static MatrixColumn column(String kernel, Run run) {
        return new MatrixColumn(kernel, run, null);
    }

    private static String file(String name) {
        return Objects.requireNonNull(MatrixReports.of(TWO).files().get(name), name);
    }

    private static JsonValue field(Map<String, JsonValue> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }
}
