package dev.ringmark.reports.section;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class MarkdownTextTest {
    @Test
    void names_of_flags_stay_readable() {
        assertEquals("IORING_SETUP_CQSIZE is on", MarkdownText.text("IORING_SETUP_CQSIZE is on"));
    }

    @Test
    void markup_is_escaped() {
        assertEquals(
                "\\*a\\* \\_b\\_ \\[c\\] \\<d\\> \\`e\\`",
                MarkdownText.text("*a* _b_ [c] <d> `e`"));
        assertEquals("\\# a", MarkdownText.text("# a"));
        assertEquals("a&#124;b &amp;lt; \\\\", MarkdownText.text("a|b &lt; \\"));
        assertEquals("a<span>@</span>b", MarkdownText.text("a@b"));
    }

    @Test
    void code_keeps_its_text_unless_it_would_end_the_span() {
        assertEquals("`res=-ETIME <x>`", MarkdownText.code("res=-ETIME <x>"));
        assertEquals("<code>a&#124;\\`b\\`</code>", MarkdownText.code("a|`b`"));
        assertEquals("", MarkdownText.code(" "));
    }

    @Test
    void blocks_are_separated_by_one_empty_line() {
        var out =
                new MarkdownText()
                        .heading(2, "A")
                        .block("b")
                        .table(List.of("c"), List.of(List.of("d")));
        assertEquals("## A\n\nb\n\n| c |\n| --- |\n| d |\n", out.toString());
    }
}
