package dev.ringmark.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A strict reading of KTAP version 1 (Documentation/dev-tools/ktap.rst): only the four kinds of
/// lines, plans kept, numbers ascending from 1, a parent not better than its subtests.
final class KtapReading {
    /// One result line; `directive` and `data` are empty where the line has none.
    record Case(
            String name,
            boolean ok,
            String directive,
            String data,
            List<String> diagnostics,
            List<Case> subtests) {}

    private static final Pattern RESULT =
            Pattern.compile(
                    "(ok|not ok) (\\d+) ([^#]+?)(?: # ?(?:(SKIP|XFAIL|TIMEOUT|ERROR)\\b)? ?(.*))?");
    private static final Pattern PLAN = Pattern.compile("1\\.\\.(\\d+)");

    private final List<String> lines;
    private int at;

    private KtapReading(List<String> lines) {
        this.lines = lines;
    }

    /// The top-level cases of `text`.
    static List<Case> of(String text) {
        if (!text.endsWith("\n")) {
            throw new AssertionError("the last line has no newline");
        }
        var reading =
                new KtapReading(List.of(text.substring(0, text.length() - 1).split("\n", -1)));
        List<Case> cases = reading.level("");
        if (reading.at != reading.lines.size()) {
            throw reading.wrong("nothing after the last result");
        }
        return cases;
    }

    private List<Case> level(String indent) {
        expect(indent + "KTAP version 1");
        Matcher plan = PLAN.matcher(next(indent));
        if (!plan.matches()) {
            throw wrong("a plan 1..N");
        }
        int planned = Integer.parseInt(plan.group(1));
        var cases = new ArrayList<Case>();
        while (cases.size() < planned) {
            cases.add(oneCase(indent, cases.size() + 1));
        }
        return cases;
    }

    private Case oneCase(String indent, int number) {
        var diagnostics = new ArrayList<String>();
        List<Case> subtests = List.of();
        while (true) {
            if (at < lines.size() && lines.get(at).startsWith(indent + "  ")) {
                subtests = level(indent + "  ");
                continue;
            }
            String line = next(indent);
            if (line.startsWith("# ")) {
                diagnostics.add(line.substring(2));
                continue;
            }
            Matcher m = RESULT.matcher(line);
            if (!m.matches() || Integer.parseInt(m.group(2)) != number) {
                throw wrong("a result line with number " + number);
            }
            boolean ok = m.group(1).equals("ok");
            if (ok && subtests.stream().anyMatch(c -> !c.ok())) {
                throw wrong("not ok, because a subtest is not ok");
            }
            String directive = m.group(4) == null ? "" : m.group(4);
            if (ok && (directive.equals("TIMEOUT") || directive.equals("ERROR"))) {
                throw wrong("not ok with " + directive);
            }
            String data = m.group(5) == null ? "" : m.group(5);
            return new Case(m.group(3), ok, directive, data, diagnostics, subtests);
        }
    }

    private void expect(String line) {
        if (!next("").equals(line)) {
            throw wrong(line);
        }
    }

    private String next(String indent) {
        if (at == lines.size()) {
            throw new AssertionError("the text ends where a line was expected");
        }
        String line = lines.get(at++);
        if (!line.startsWith(indent)) {
            throw wrong("an indent of " + indent.length());
        }
        if (line.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw wrong("no control characters");
        }
        return line.substring(indent.length());
    }

    private AssertionError wrong(String expected) {
        return new AssertionError(
                "line " + at + ": " + lines.get(at - 1) + "\nexpected " + expected);
    }
}
