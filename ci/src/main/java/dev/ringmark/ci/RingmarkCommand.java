package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/// What all commands have: help, lines for people or JSON for machines, and an exit status.
abstract class RingmarkCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(names = "--json", description = "the answer as JSON, in one line")
    private boolean json;

    RingmarkCommand(Context context) {
        this.context = context;
    }

    @Override
    public final Integer call() {
        return run().code();
    }

    abstract ExitStatus run();

    final Context context() {
        return context;
    }

    final boolean json() {
        return json;
    }

    final void print(List<String> lines) {
        lines.forEach(context.terminal().out()::println);
    }

    final void print(JsonValue value) {
        context.terminal().out().println(Json.write(value));
    }
}
