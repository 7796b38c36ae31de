package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.options.ColorScheme;

import dev.ringmark.stats.compare.Comparison;
import dev.ringmark.stats.compare.Settings;
import dev.ringmark.stats.sample.BenchmarkId;
import dev.ringmark.stats.sample.Fork;
import dev.ringmark.stats.sample.Sample;
import dev.ringmark.stats.sample.Variant;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;

/// M-06, M-08: a comparison as a page, in a real browser and without script.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BenchPageTest {
    private static final List<String> TAGS =
            List.of("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice");

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

    @ParameterizedTest
    @CsvSource({"LIGHT, 320", "DARK, 1280"})
    void axe_finds_nothing_and_nothing_scrolls_sideways(ColorScheme scheme, int width)
            throws IOException {
        // axe itself is a script; the page has none.
        try (Chromium.Tab tab = open(scheme, width, true)) {
            assertEquals(width, tab.number("document.documentElement.scrollWidth"));
            assertEquals(0, tab.number("document.scripts.length"));
            assertEquals(1, tab.requests().size(), tab.requests()::toString);
            assertEquals(List.of(), tab.complaints());
            assertEquals(
                    "[]",
                    new AxeBuilder(tab.page())
                            .withTags(TAGS).setLegacyMode(true).analyze().getViolations().stream()
                                    .map(
                                            rule ->
                                                    rule.getId()
                                                            + rule.getNodes().getFirst().getHtml())
                                    .toList()
                                    .toString());
        }
    }

    @Test
    void every_number_of_a_drawing_stands_in_the_table_beside_it() throws IOException {
        try (Chromium.Tab tab = open(ColorScheme.LIGHT, 1280, false)) {
            assertEquals(2, tab.page().locator("svg.forest").count());
            String first = tab.page().locator("tbody tr").first().innerText();
            assertTrue(first.contains("regressed"), first);
            assertTrue(first.contains(" % to +"), first);
        }
    }

    @Test
    void the_same_comparison_gives_the_same_bytes() {
        assertEquals(
                BenchReport.of(comparison(), null).html(),
                BenchReport.of(comparison(), null).html());
        assertTrue(BenchReport.of(comparison(), comparison()).markdown().contains("A/A control"));
    }

    private Chromium.Tab open(ColorScheme scheme, int width, boolean script) throws IOException {
        Path file = folder.resolve("bench.html");
        BenchReport.write(file, BenchReport.of(comparison(), comparison()).html());
        assertTrue(Files.size(file) > 0);
        return chromium.open(file, scheme, width, script);
    }

    private static Comparison comparison() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        return Comparison.of(
                Settings.defaults(),
                List.of(sample("base", "a", 1, random), sample("base", "b", 1, random)),
                List.of(sample("new", "a", 1.1, random), sample("new", "b", 1, random)));
    }

    private static Sample sample(
            String variant, String name, double ratio, RandomGenerator random) {
        return Sample.ofForks(
                BenchmarkId.time("org.example.RingBenchmark." + name),
                Variant.of(variant),
                IntStream.range(0, 10)
                        .mapToObj(_ -> Fork.of(ratio * Math.exp(.01 * random.nextGaussian())))
                        .toList());
    }
}
