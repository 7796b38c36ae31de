package dev.ringmark.ci;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Shows how far a run is: one line written over and over on a terminal, a line now and then
/// elsewhere.
final class Progress {
    private static final Duration PLAIN_PAUSE = Duration.ofSeconds(10);
    private static final Pattern LINE =
            Pattern.compile("progress (\\d{1,9}) (\\d{1,9}) (\\S+) (\\S+) \\S+");
    private static final String ERASE_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final String what;
    private Duration lastPlain = Duration.ZERO;
    private String where = "starting";

    /// How far each part is: done, of all.
    private final Map<Integer, int[]> parts = new HashMap<>();

    Progress(Terminal terminal) {
        this(terminal, "checks");
    }

    /// @param what is counted
    Progress(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = what;
    }

    /// So many of all are done, and this is what runs now.
    void at(int nowDone, int all, String running) {
        parts.put(1, new int[] {nowDone, all});
        where = running;
    }

    /// A line of a harness that runs everything.
    void take(String line) {
        take(1, line);
    }

    /// Takes `progress <done> <total> <id> <mode> <verdict>`; any other line is the harness'
    /// own business.
    ///
    /// @param part which share of the run it is about
    void take(int part, String line) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
            int done = Integer.parseInt(matcher.group(1));
            parts.put(part, new int[] {done, Integer.parseInt(matcher.group(2))});
            where = matcher.group(3) + " (" + matcher.group(4) + ")";
        }
    }

    /// Shows the state after `elapsed`, if it is time to.
    void show(Duration elapsed) {
        if (terminal.rewrites()) {
            String line = "  " + counts() + "  " + seconds(elapsed) + "  " + where;
            terminal.err().print(ERASE_LINE + line.substring(0, Math.min(line.length(), 79)));
            terminal.err().flush();
        } else if (elapsed.minus(lastPlain).compareTo(PLAIN_PAUSE) >= 0) {
            lastPlain = elapsed;
            terminal.err().println(counts() + " " + what + ", " + seconds(elapsed));
        }
    }

    /// Leaves the terminal as it was.
    void clear() {
        if (terminal.rewrites()) {
            terminal.err().print(ERASE_LINE);
            terminal.err().flush();
        }
    }

    private String counts() {
        int done = parts.values().stream().mapToInt(part -> part[0]).sum();
        int total = parts.values().stream().mapToInt(part -> part[1]).sum();
        return total == 0 ? "starting" : done + "/" + total;
    }

    private static String seconds(Duration elapsed) {
        return elapsed.toSeconds() + " s";
    }
}
