package dev.ringmark.reports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Text of a record is never markup, in no form. What a browser makes of it: PageBrowserTest.
class HostileTextTest {
    static final String SCRIPT = "</script><script>alert(1)</script>";
    static final String ATTRIBUTE = "' \"><img src=x onerror=alert(1)> x=\"";
    private static final String CDATA = "]]> <![CDATA[ <!-- & &amp; -->";
    private static final String LINES = "one\nnot ok 1 two\r\n1..3\n  KTAP version 1 # SKIP\tx";
    private static final String CONTROLS = "\u0000\u001b[31m\u007f\u0085\u2028\u202e\ud800 \uffff";
    private static final String MARKDOWN = "a | b \\| `c` ``d`` *e* _f_ [g](javascript:h) @team #1";

    private static final Pattern FOREIGN_TAG =
            Pattern.compile("(?<!\\\\)<(?!/?(code|details|span|summary)>)");
    private static final Pattern MARKDOWN_CODE = Pattern.compile("`[^`\n]*`");

    @ParameterizedTest
    @ValueSource(strings = {SCRIPT, ATTRIBUTE, CDATA, LINES, CONTROLS, MARKDOWN})
    void html_has_no_tag_of_a_record(String text) {
        String html = Reports.of(Runs.hostile(text)).html();
        assertEquals(1, count(html, "<script"));
        assertEquals(0, count(html, "<img"));
        assertEquals(0, count(html, "href=\"javascript:"));
        assertVisible(html);
    }

    @ParameterizedTest
    @ValueSource(strings = {SCRIPT, ATTRIBUTE, CDATA, LINES, CONTROLS, MARKDOWN})
    void junit_xml_is_valid(String text) {
        String xml = Reports.of(Runs.hostile(text)).junitXml();
        JunitReading junit = JunitReading.of(xml);
        assertTrue(junit.text("failure").contains("repeat it: ./ringmark check --only hostile."));
        assertVisible(xml);
    }

    @ParameterizedTest
    @ValueSource(strings = {SCRIPT, ATTRIBUTE, CDATA, LINES, CONTROLS, MARKDOWN})
    void ktap_has_the_lines_it_is_to_have(String text) {
        var families = KtapReading.of(Reports.of(Runs.hostile(text)).ktap());
        assertEquals(2, families.size());
        assertEquals(8, families.getFirst().subtests().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {SCRIPT, ATTRIBUTE, CDATA, LINES, CONTROLS, MARKDOWN})
    void markdown_has_no_markup_of_a_record(String text) {
        String markdown = Reports.of(Runs.hostile(text)).markdown();
        assertVisible(markdown);
        String outsideCode = MARKDOWN_CODE.matcher(markdown).replaceAll("");
        assertFalse(FOREIGN_TAG.matcher(outsideCode).find(), outsideCode);
        assertFalse(
                Pattern.compile("(?<!\\\\)[*\\[]\\w").matcher(outsideCode.replace("**", "")).find(),
                outsideCode);
        assertFalse(outsideCode.contains("@team"), outsideCode);
        for (String line : markdown.lines().filter(l -> l.startsWith("|")).toList()) {
            assertTrue(line.endsWith("|"), line);
            assertTrue(Pattern.compile("\\|").matcher(line).results().count() <= 7, line);
        }
    }

    private static void assertVisible(String text) {
        var unseen = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\u2028\uffff&&[^\n\t]]");
        assertFalse(unseen.matcher(text).find(), "a character that cannot be seen");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
