package dev.ringmark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// A page of docs/, and the test whose code its snippets of Java are.
public final class GuidePage {

    private static final Pattern SNIPPET = Pattern.compile("(?s)```java\n(.*?)```");

    private final List<String> snippets;
    private final String source;

    private GuidePage(List<String> snippets, String source) {
        this.snippets = snippets;
        this.source = source;
    }

    /// Reads both.
    ///
    /// @param page its name: `tasks.md`
    /// @param test of this module
    public static GuidePage of(String page, Class<?> test) throws IOException {
        String file = test.getName().replace('.', '/') + ".java";
        return of(Path.of("..", "docs", page), Path.of("src", "test", "java").resolve(file));
    }

    /// Reads both.
    ///
    /// @param page a page of text
    /// @param source the file that has its snippets
    public static GuidePage of(Path page, Path source) throws IOException {
        String text = Files.readString(page);
        return new GuidePage(
                SNIPPET.matcher(text).results().map(snippet -> snippet.group(1)).toList(),
                Files.readString(source));
    }

    /// That the page has so many snippets, and that the test has each as it stands, blanks aside.
    public void assertSnippets(int count) {
        String here = squeezed(source);
        assertEquals(count, snippets.size());
        snippets.forEach(snippet -> assertTrue(here.contains(squeezed(snippet)), snippet));
    }

    /// That the test has each line of the snippets, in whatever order.
    ///
    /// @return how many lines they have
    public int assertLines() {
        List<String> here = source.lines().map(String::strip).toList();
        List<String> lines = snippets.stream().flatMap(String::lines).map(String::strip).toList();
        assertEquals(List.of(), lines.stream().filter(each -> !here.contains(each)).toList());
        return lines.size();
    }

    private static String squeezed(String code) {
        return code.replaceAll("\\s+", "");
    }
}
