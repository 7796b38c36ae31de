package dev.ringmark.reports;

import com.microsoft.playwright.Page;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What trials of a page in a real browser have in common: one browser for all, and a folder. With
/// `-Dringmark.screenshots=FOLDER` they leave pictures there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserTrial {

    private static final String OPEN_ALL =
            "document.querySelectorAll('details').forEach(d => d.open = true)";

    /// The smallest type on the page, in CSS pixels; what only readers hear is left aside.
    private static final String SMALLEST_TYPE =
            """
            Math.floor(Math.min(...[...document.querySelectorAll('body *')]
                .filter(e => !e.closest('.vh') && e.getClientRects().length > 0)
                .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim() !== ''))
                .map(e => parseFloat(getComputedStyle(e).fontSize))))\
            """;

    @TempDir Path folder;
    private Chromium chromium;

    @BeforeAll
    void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    final Chromium chromium() {
        return chromium;
    }

    static void openAll(Chromium.Tab tab) {
        tab.page().evaluate(OPEN_ALL);
    }

    static int smallestType(Chromium.Tab tab) {
        return tab.number(SMALLEST_TYPE);
    }

    static Page.LocatorOptions has(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    /// @param whole the whole page, not only what is seen of it first
    static void shoot(Page page, String name, boolean whole) {
        String target = System.getProperty("ringmark.screenshots", "");
        if (!target.isEmpty()) {
            page.screenshot(
                    new Page.ScreenshotOptions()
                            .setFullPage(whole)
                            .setPath(Path.of(target, name + ".png")));
        }
    }
}
