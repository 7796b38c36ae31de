package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import dev.ringmark.stats.record.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page in a real browser.
class PageBrowserTest extends BrowserTrial {

    @Test
    void the_page_asks_for_nothing_and_complains_of_nothing() throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, 1280, true)) {
            assertEquals(1, tab.requests().size(), tab.requests()::toString);
            assertEquals(List.of(), tab.complaints());
        }
    }

    @Test
    void everything_is_there_without_script_and_no_control_is() throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, 1280, false)) {
            assertFalse(tab.page().locator("form.tools").first().isVisible());
            Locator row = tab.page().locator("#checks tr", has("links.timeout_cancels_target"));
            assertEquals("pass", row.locator("td .vh").first().textContent());
            assertFalse(row.locator(".more").isVisible());
            row.locator("summary").click();
            assertTrue(row.locator(".more").isVisible());
            assertTrue(row.locator(".more").innerText().contains("user_data=2 res=-ETIME flags=0"));
            assertTrue(tab.page().locator("#features tr", has("IORING_OP_NOP")).isVisible());
        }
    }

    @Test
    void checks_are_filtered_by_text_and_verdict() throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, 1280, true)) {
            Locator form = tab.page().locator("form[data-scope=checks-list]");
            Locator rows = tab.page().locator("#checks-list tbody > tr:visible");
            int all = rows.count();
            form.locator("[name=text]").fill("TARGET links");
            assertEquals(1, rows.count());
            assertEquals("1 of " + all + " shown", form.locator("output").textContent());
            assertEquals(1, tab.page().locator("#checks-list .family:visible").count());
            form.locator("[name=text]").fill("");
            form.locator("[name=key]").selectOption("fail");
            assertEquals(2, rows.count());
            form.locator("[name=key]").selectOption("");
            assertEquals(all, rows.count());
        }
    }

    @Test
    void checks_are_ordered_by_verdict_within_their_family() throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, 1280, true)) {
            Locator names = tab.page().locator("#checks-list tbody summary code");
            List<String> listed = names.allTextContents();
            Locator order = tab.page().locator("form[data-scope=checks-list] [name=order]");
            order.selectOption("rank");
            List<String> ranked = names.allTextContents();
            assertTrue(ranked.indexOf("setup.no_mmap") < ranked.indexOf("setup.round_up"));
            assertTrue(
                    ranked.indexOf("setup.round_up")
                            < ranked.indexOf("setup.sqpoll_needs_privilege"));
            order.selectOption("place");
            assertEquals(listed, names.allTextContents());
        }
    }

    @Test
    void features_are_filtered_by_class_and_sorted_by_any_column() throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, 1280, true)) {
            Locator names = tab.page().locator("#features-list tbody tr:visible th code");
            tab.page()
                    .locator("form[data-scope=features-list] [name=key]")
                    .selectOption("backported");
            assertEquals(List.of("IORING_OP_READ_MULTISHOT"), names.allTextContents());
            tab.page().locator("form[data-scope=features-list] [name=key]").selectOption("");
            Locator header = tab.page().locator("#features-list th[data-sort]", has("Header"));
            header.locator("button").press("Enter");
            assertEquals("ascending", header.getAttribute("aria-sort"));
            assertEquals("IORING_OP_NOP", names.first().textContent());
            header.locator("button").press("Enter");
            assertEquals("descending", header.getAttribute("aria-sort"));
            assertEquals("IORING_RECVSEND_BUNDLE", names.first().textContent());
        }
    }

    @Test
    void text_of_a_record_stays_text() throws IOException {
        String text = HostileTextTest.SCRIPT + HostileTextTest.ATTRIBUTE;
        try (Chromium.Tab tab = open(Runs.hostile(text), ColorScheme.LIGHT, 320, true)) {
            assertEquals(1, tab.requests().size(), tab.requests()::toString);
            assertEquals(List.of(), tab.complaints());
            assertEquals(1, tab.number("document.scripts.length"));
            assertEquals(0, tab.number("document.images.length"));
            assertEquals(0, tab.number("document.querySelectorAll('main a').length"));
            assertEquals(320, tab.number("document.documentElement.scrollWidth"));
            assertEquals("io_uring on Linux " + text, tab.page().locator("h1").textContent());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 768, 1280})
    void no_width_scrolls_the_page_sideways(int width) throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, width, true)) {
            openAll(tab);
            assertEquals(width, tab.number("document.documentElement.scrollWidth"));
        }
    }

    @Test
    void a_table_with_too_many_columns_scrolls_in_a_frame_that_takes_the_focus()
            throws IOException {
        try (Chromium.Tab tab = open(Runs.wide(), ColorScheme.LIGHT, 320, true)) {
            assertEquals(320, tab.number("document.documentElement.scrollWidth"));
            Locator frame = tab.page().getByRole(AriaRole.REGION, named("links"));
            frame.focus();
            tab.page().keyboard().press("End");
            tab.page().keyboard().press("ArrowRight");
            tab.await("document.activeElement.scrollLeft > 0");
            assertEquals(List.of(), Axe.violations(tab));
        }
    }

    @ParameterizedTest
    @CsvSource({"LIGHT, 320, false", "LIGHT, 1280, true", "DARK, 320, true", "DARK, 1280, false"})
    void axe_finds_nothing(ColorScheme scheme, int width, boolean opened) throws IOException {
        try (Chromium.Tab tab = open(Runs.small(), scheme, width, true)) {
            shoot(tab.page(), scheme + "-" + width, true);
            if (opened) {
                openAll(tab);
            }
            assertEquals(List.of(), Axe.violations(tab));
        }
    }

    @Test
    void axe_sees_what_is_wrong() throws IOException {
        // The canary of the test above: the same page with one mistake in it.
        try (Chromium.Tab tab = open(Runs.small(), ColorScheme.LIGHT, 1280, true)) {
            tab.page()
                    .evaluate(
                            "document.querySelector('[name=text]').parentNode.firstChild.remove()");
            List<String> found = Axe.violations(tab);
            assertTrue(found.toString().contains("label"), found::toString);
        }
    }

    private Chromium.Tab open(Run run, ColorScheme scheme, int width, boolean script)
            throws IOException {
        Path file = folder.resolve("report.html");
        Files.writeString(file, Reports.of(run).html());
        return chromium().open(file, scheme, width, script);
    }

    private static Page.GetByRoleOptions named(String text) {
        return new Page.GetByRoleOptions().setName(text);
    }
}
