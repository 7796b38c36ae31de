package dev.ringmark.reports;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/// The system's Chromium. Where there is none the test is skipped and says so; where `CI` is
/// `true` it fails instead.
final class Chromium implements AutoCloseable {
    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
    private static final List<String> ARGUMENTS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync");

    /// A page, and what it asked for and complained about since it was opened.
    record Tab(Page page, List<String> requests, List<String> complaints) implements AutoCloseable {
        @Override
        public void close() {
            page.context().close();
        }

        /// The value of an expression that is a number.
        int number(String expression) {
            return ((Number) page.evaluate(expression)).intValue();
        }

        /// Waits until an expression is true, 10 seconds at most. Playwright's own way of waiting
        /// evaluates it again inside the page, where the page's policy rightly refuses that.
        void await(String expression) {
            long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
            while (!Boolean.TRUE.equals(page.evaluate(expression))) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not true within 10 s: " + expression);
                }
                page.waitForTimeout(20);
            }
        }
    }

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright =
                Playwright.create(
                        new Playwright.CreateOptions()
                                .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser =
                playwright
                        .chromium()
                        .launch(
                                new BrowserType.LaunchOptions()
                                        .setExecutablePath(executable)
                                        .setArgs(ARGUMENTS));
    }

    static Chromium launch() {
        Optional<Path> found =
                PLACES.stream().map(Path::of).filter(Files::isExecutable).findFirst();
        if (found.isEmpty() && "true".equals(System.getenv("CI"))) {
            throw new AssertionError("CI=true, and no Chromium at any of " + PLACES);
        }
        Assumptions.assumeTrue(
                found.isPresent(),
                () -> "no Chromium at any of " + PLACES + ": install chromium to test the page");
        return new Chromium(found.orElseThrow());
    }

    /// Opens `file`; the network is not there.
    Tab open(Path file, ColorScheme scheme, int width, boolean script) {
        BrowserContext context =
                browser.newContext(
                        new Browser.NewContextOptions()
                                .setOffline(true)
                                .setColorScheme(scheme)
                                .setViewportSize(width, 900)
                                .setJavaScriptEnabled(script));
        Page page = context.newPage();
        var tab = new Tab(page, new ArrayList<>(), new ArrayList<>());
        page.onRequest(request -> tab.requests().add(request.url()));
        page.onConsoleMessage(message -> tab.complaints().add(message.text()));
        page.onPageError(tab.complaints()::add);
        page.onDialog(
                dialog -> {
                    tab.complaints().add("dialog: " + dialog.message());
                    dialog.dismiss();
                });
        page.navigate(file.toUri().toString());
        return tab;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
