package dev.ringmark.ci;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A rule of source hygiene: where it holds, what breaks it, and a sample that must be caught.
enum TidyRule {
    LINE_TOO_LONG(
            "a line of more than 100 columns",
            TidyRule::isCode,
            text -> matches(text.whole(), "(?m)^.{101,}$"),
            "int x;" + " ".repeat(100) + "int y;\n"),
    FILE_TOO_LONG(
            "a file of more than 500 lines",
            TidyRule::isCode,
            text -> text.whole().lines().count() > 500 ? List.of(501) : List.of(),
            "int x;\n".repeat(501)),
    TAB("a tab", TidyRule::isText, text -> matches(text.whole(), "\t"), "\tint x;\n"),
    TRAILING_BLANK(
            "a blank at the end of a line",
            TidyRule::isText,
            text -> matches(text.whole(), "(?m)[ \t]+$"),
            "int x; \n"),
    NO_FINAL_NEWLINE(
            "no newline at the end of the file",
            TidyRule::isText,
            text -> matches(text.whole(), "(?s)[^\n]\\z"),
            "int x;"),
    STAR_IMPORT(
            "a star import", TidyRule::isJava, code("(?m)^import .*\\*;"), "import java.util.*;\n"),
    TODO_WITHOUT_ISSUE(
            "a TODO without an issue",
            TidyRule::isJava,
            text -> matches(text.withoutStrings(), "\\b(TODO(?! #\\d)|FIXME|XXX)\\b"),
            "// TO" + "DO: later\n"),
    PRINT(
            "System.out or System.err where it is not the job",
            file -> isJava(file) && !file.startsWith("ci"),
            TidyRule::printsWithoutMain,
            "void f() { System.out.println(); }\n"),
    SLEEP(
            "Thread.sleep: wait for the event, with a deadline",
            TidyRule::isJava,
            code("\\bThread\\s*\\.\\s*sleep\\b|\\bTimeUnit\\.\\w+\\.sleep\\b"),
            "void f() throws Exception { Thread.sleep(1); }\n"),
    EMPTY_CATCH(
            "a catch block without code",
            TidyRule::isJava,
            code("\\bcatch\\s*\\([^)]*\\)\\s*\\{\\s*\\}"),
            "try { f(); } catch (Exception e) { /* whatever */ }\n"),
    VAGUE_NAME(
            "a class waiting for its real name",
            TidyRule::isJava,
            code("\\b(class|interface|enum|record)\\s+\\w*(Utils?|Helper|Manager|Impl)\\b"),
            "class RingUtil {}\n"),
    NO_JAVADOC(
            "a public type without Javadoc",
            TidyRule::isJava,
            TidyRule::publicTypeWithoutJavadoc,
            "import java.util.List;\n\n@Deprecated\npublic final class Ring {}\n"),
    DISABLED_WITHOUT_REASON(
            "a disabled test without a reason",
            TidyRule::isJava,
            code("@Disabled\\b(?!\\(\"[^\"]+\"\\))"),
            "@Disabled\n@Test void works() {}\n"),
    REGISTRY_ADDRESS(
            "the address of a package registry",
            TidyRule::isText,
            text ->
                    matches(
                            text.whole(),
                            "repo\\d?\\.maven\\.|central\\.sonatype\\.|deb\\.debian\\.org"
                                    + "|security\\.debian\\.org|registry\\.npmjs|pypi\\.org"),
            "curl https://deb.debian" + ".org/\n"),
    MACHINE_PATH(
            "a path of one machine",
            TidyRule::isText,
            text ->
                    matches(
                            text.whole(),
                            "(?<![\\w.])/(work|root|farm|tmp/wt|tmp/bash_jobs)(/|\\b)(?!\\()"),
            "cd /wor" + "k/main\n");

    private static final Pattern PUBLIC_TYPE =
            Pattern.compile("(?m)^public [\\w ]*\\b(@?interface|class|enum|record) \\w+");
    private static final List<String> CODE_ENDINGS =
            List.of(".java", ".sh", ".jte", ".css", ".js", ".c", ".h");
    private static final List<String> TEXT_ENDINGS =
            List.of(".md", ".xml", ".json", ".properties", ".yml", ".csv", ".gitignore");
    private static final List<String> SCRIPTS = List.of("ringmark", ".ci/run", ".ci/engine");

    /// What is wrong, in words for the person who did it.
    final String fault;

    /// A file content that breaks this rule: the proof that the rule can fire.
    final String canary;

    private final Predicate<Path> applies;
    private final Function<SourceText, List<Integer>> finder;

    TidyRule(
            String fault,
            Predicate<Path> applies,
            Function<SourceText, List<Integer>> finder,
            String canary) {
        this.fault = fault;
        this.applies = applies;
        this.finder = finder;
        this.canary = canary;
    }

    boolean appliesTo(Path file) {
        return applies.test(file);
    }

    /// The lines, from 1, at which the text breaks this rule.
    List<Integer> brokenLines(SourceText text) {
        return finder.apply(text);
    }

    private static boolean isJava(Path file) {
        return file.toString().endsWith(".java");
    }

    private static boolean isCode(Path file) {
        return CODE_ENDINGS.stream().anyMatch(file.toString()::endsWith)
                || SCRIPTS.contains(file.toString());
    }

    private static boolean isText(Path file) {
        return isCode(file) || TEXT_ENDINGS.stream().anyMatch(file.toString()::endsWith);
    }

    /// A class with a main of its own talks to the process that started it.
    private static List<Integer> printsWithoutMain(SourceText text) {
        return text.codeOnly().contains("static void main(String[]")
                ? List.of()
                : matches(text.codeOnly(), "\\bSystem\\s*\\.\\s*(out|err)\\b");
    }

    private static List<Integer> publicTypeWithoutJavadoc(SourceText text) {
        List<String> lines = text.whole().lines().toList();
        return matches(text.codeOnly(), PUBLIC_TYPE).stream()
                .filter(line -> !isDocumented(lines, line))
                .toList();
    }

    /// Looks up from the type over its annotations, which end at a blank line at the latest.
    private static boolean isDocumented(List<String> lines, int typeLine) {
        return IntStream.iterate(typeLine - 2, i -> i >= 0, i -> i - 1)
                .mapToObj(lines::get)
                .map(String::strip)
                .takeWhile(line -> !line.isEmpty())
                .anyMatch(line -> line.startsWith("///") || line.endsWith("*/"));
    }

    private static Function<SourceText, List<Integer>> code(String regex) {
        return text -> matches(text.codeOnly(), regex);
    }

    private static List<Integer> matches(String text, String regex) {
        return matches(text, Pattern.compile(regex));
    }

    private static List<Integer> matches(String text, Pattern pattern) {
        return pattern.matcher(text)
                .results()
                .map(MatchResult::start)
                .map(
                        start ->
                                1
                                        + (int)
                                                text.substring(0, start)
                                                        .chars()
                                                        .filter(c -> c == '\n')
                                                        .count())
                .toList();
    }
}
