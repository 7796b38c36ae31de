package dev.ringmark.reports;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import java.util.List;

/// What axe finds wrong with a page.
final class Axe {
    private static final List<String> TAGS =
            List.of("wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice");

    private Axe() {}

    static List<String> violations(Chromium.Tab tab) {
        var options = new AxeRunOptions();
        options.setResultTypes(List.of("violations"));
        // Legacy mode: without frames there is nothing to collect from other pages.
        return new AxeBuilder(tab.page())
                        .options(options)
                        .withTags(TAGS)
                        .setLegacyMode(true)
                        .analyze()
                        .getViolations()
                        .stream()
                        .map(Axe::text)
                        .toList();
    }

    private static String text(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().stream().map(CheckedNode::getHtml).toList();
    }
}
