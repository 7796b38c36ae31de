package dev.ringmark.chaos.replay;

import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Violation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A kept run, gone through step by step by a person, or by a script on standard input.
///
/// | command | does |
/// |---|---|
/// | `s [N]` | N steps, 1 by default |
/// | `c` | on to the end |
/// | `f TEXT` | only what names TEXT, such as `#7`, from here to the end |
/// | `t` | the state here: operations, SQ and CQ, timers |
/// | `q` | leaves |
public final class Replay {

    private final List<String> events;
    private final PrintStream out;
    private int at;

    private Replay(List<String> events, PrintStream out) {
        this.events = events;
        this.out = out;
    }

    /// Runs a bundle, and tells what happens for as long as somebody asks.
    public static void run(Bundle bundle, InputStream in, PrintStream out) throws IOException {
        Script script = bundle.script();
        Outcome outcome;
        try (Campaign campaign = new Campaign()) {
            outcome = campaign.run(script, true);
        }
        out.println(
                "seed "
                        + script.seed()
                        + ", "
                        + script.shape()
                        + ", "
                        + script.actions().size()
                        + " actions");
        List<Fired> faults = outcome.faults();
        out.println("faults: " + (faults.isEmpty() ? "none" : faults));
        Replay replay = new Replay(outcome.events(), out);
        BufferedReader commands =
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        String command = commands.readLine();
        while (command != null && replay.obey(command.strip())) {
            command = commands.readLine();
        }
        if (command == null) {
            replay.obey("c");
        }
        Violation violation = outcome.violation();
        out.println(violation == null ? "every promise was kept" : violation.describe());
        String hash = "%016x".formatted(outcome.hash());
        out.println(
                hash.equals(bundle.hash())
                        ? "the run is the one that was kept"
                        : "the runtime or the model has changed since: the trace is another one");
    }

    private boolean obey(String command) {
        String[] words = command.split("\\s+", 2);
        String argument = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "", "s" -> step(argument.isEmpty() ? "1" : argument);
            case "c" -> step(Integer.toString(events.size()));
            case "f" -> follow(argument);
            case "t" -> state();
            case "q" -> {
                return false;
            }
            default -> out.println("s [N] step, c continue, f TEXT follow, t state, q quit");
        }
        return true;
    }

    private void step(String count) {
        int steps;
        try {
            steps = Integer.parseInt(count);
        } catch (NumberFormatException e) {
            out.println("steps: " + count + ", expected a number");
            return;
        }
        for (int step = 0; step < steps && at < events.size(); at++) {
            if (!isState(events.get(at))) {
                out.println("%4d  %s".formatted(at, events.get(at)));
                step++;
            }
        }
    }

    private void follow(String text) {
        for (; at < events.size(); at++) {
            String event = events.get(at);
            if (!isState(event) && (event + " ").contains(text + " ")) {
                out.println("%4d  %s".formatted(at, event));
            }
        }
    }

    /// The last state that was noted before here.
    private void state() {
        for (int before = at - 1; before >= 0; before--) {
            if (isState(events.get(before))) {
                out.println(events.get(before).substring(1).indent(6).stripTrailing());
                return;
            }
        }
        out.println("      nothing yet");
    }

    /// States are noted behind a mark, and shown on demand only.
    private static boolean isState(String event) {
        return event.startsWith("\t");
    }
}
