package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The matrix page in a real browser (issue 3, item 7).
class MatrixBrowserTest extends BrowserTrial {

    @Test
    void a_cell_leads_to_what_was_observed_there_without_script_and_network() throws IOException {
        try (Chromium.Tab tab = open(two(), ColorScheme.LIGHT, 1280, false)) {
            assertEquals(1, tab.requests().size(), tab.requests()::toString);
            Locator row = tab.page().locator("#checks tr", has("links.timeout_cancels_target"));
            Locator cell = row.locator("td a").first();
            assertEquals("fail in 1 of 3", cell.locator(".vh").textContent());
            cell.click();
            tab.page().waitForURL("**/6.1/report.html#check-links.timeout_cancels_target");
            Locator check = tab.page().locator("[id='check-links.timeout_cancels_target']");
            check.waitFor(); // the details around it open by themselves
            String text = check.innerText();
            assertTrue(text.contains("user_data=2 res=-ETIME flags=0"), text);
            assertTrue(
                    text.contains(
                            "./ringmark check --kernel 6.1 --only links.timeout_cancels_target"
                                    + " --seed 4711"),
                    text);
            assertEquals(List.of(), tab.complaints());
        }
    }

    @Test
    void rows_are_filtered_by_text_verdict_and_class() throws IOException {
        try (Chromium.Tab tab = open(two(), ColorScheme.LIGHT, 1280, true)) {
            Locator checks = tab.page().locator("#checks-list tbody > tr:visible");
            tab.page().locator("form[data-scope=checks-list] [name=key]").selectOption("crashed");
            assertEquals(1, checks.count());
            Locator features = tab.page().locator("#features-list tbody tr:visible th > code");
            tab.page()
                    .locator("form[data-scope=features-list] [name=key]")
                    .selectOption("backported");
            assertEquals(List.of("IORING_OP_READ_MULTISHOT"), features.allTextContents());
            assertEquals(List.of(), tab.complaints());
        }
    }

    @ParameterizedTest
    @CsvSource({"320, true", "320, false", "1280, true"})
    void twelve_kernels_and_three_hundred_features_fit(int width, boolean script)
            throws IOException {
        try (Chromium.Tab tab = open(twelve(), ColorScheme.LIGHT, width, script)) {
            shoot(tab.page(), "matrix-" + width, false);
            assertEquals(320, tab.page().locator("#features-list tbody tr").count());
            assertEquals(12 * 100, tab.page().locator("#checks-list td a").count());
            assertEquals(width, tab.number("document.documentElement.scrollWidth"));
            assertTrue(smallestType(tab) >= 12, () -> "type of " + smallestType(tab) + " px");
            Locator cell = tab.page().locator("#checks-list td a").first();
            assertTrue(cell.boundingBox().height >= 24, "large enough to be hit");
            assertEquals(width == 320, cell.locator(".m").isVisible());
            assertEquals(script, tab.page().locator("form.tools").first().isVisible());
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 320, false", "LIGHT, 1280, true", "DARK, 320, true", "DARK, 1280, false"})
    void axe_finds_nothing(ColorScheme scheme, int width, boolean opened) throws IOException {
        try (Chromium.Tab tab = open(two(), scheme, width, true)) {
            if (opened) {
                openAll(tab);
            }
            assertEquals(List.of(), Axe.violations(tab));
        }
    }

    @Test
    void axe_sees_what_is_wrong() throws IOException {
        // The canary of the test above: the same page with one cell that says nothing.
        try (Chromium.Tab tab = open(two(), ColorScheme.LIGHT, 1280, true)) {
            tab.page()
                    .evaluate(
                            "document.querySelectorAll('#checks-list td a *')"
                                    + ".forEach(e => e.remove())");
            assertFalse(Axe.violations(tab).isEmpty());
        }
    }

    private Chromium.Tab open(
            List<MatrixColumn> columns, ColorScheme scheme, int width, boolean script)
            throws IOException {
        MatrixReports.write(columns, folder);
        return chromium().open(folder.resolve("matrix.html"), scheme, width, script);
    }

    private static List<MatrixColumn> two() {
        return List.of(
                new MatrixColumn("6.1", Runs.small(), "Linux version 6.1\nreboot: Power down"),
                new MatrixColumn("7.3-rc", Runs.passing(), null));
    }

    private static List<MatrixColumn> twelve() {
        Run large = Runs.large();
        List<MatrixColumn> columns = new ArrayList<>();
        for (int at = 0; at < 12; at++) {
            columns.add(new MatrixColumn("6." + (at + 10), large, "INIT"));
        }
        return columns;
    }
}
