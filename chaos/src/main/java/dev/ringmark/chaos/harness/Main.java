package dev.ringmark.chaos.harness;

import dev.ringmark.chaos.replay.Bundle;
import dev.ringmark.chaos.replay.Replay;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Runs one verb of the command line, and prints what came of it as JSON.
///
/// | verb | prints |
/// |---|---|
/// | `run --first S --seeds N --threads T [--scenario ID] [--minimise true] --out D` | one object |
/// | `scenarios --seeds N` | one object, with a row for each scenario |
/// | `mutants` | one object, with a row for each mutant |
/// | `replay --file F` | what happens, for a person, who steps through it |
///
/// Before that come lines `progress <done> <total> ...`.
public final class Main {

    private static final int USAGE = 2;

    private Main() {}

    /// Exits 0 when there is an answer, whatever it says, and 2 when it did not understand.
    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0 || arguments.length % 2 == 0) {
            System.err.println("usage: VERB [--option value]...");
            System.exit(USAGE);
        }
        try {
            Map<String, String> options = options(arguments);
            switch (arguments[0]) {
                case "run" ->
                        print(
                                new SeedRun(
                                                number(options, "--first"),
                                                number(options, "--seeds"),
                                                options.getOrDefault("--scenario", ""),
                                                (int) number(options, "--threads"),
                                                options.containsKey("--minimise"),
                                                Path.of(options.getOrDefault("--out", "out")))
                                        .run(Main::progress));
                case "scenarios" ->
                        print(Tables.scenarios(number(options, "--seeds"), Main::progress));
                case "mutants" -> print(Tables.mutants(Main::progress));
                case "replay" ->
                        Replay.run(
                                Bundle.read(Path.of(options.getOrDefault("--file", ""))),
                                System.in,
                                System.out);
                default -> throw new IllegalArgumentException("verb: " + arguments[0]);
            }
        } catch (IllegalArgumentException | NoSuchFileException e) {
            System.err.println(e.getMessage());
            System.exit(USAGE);
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        List<String> rest = Arrays.asList(arguments).subList(1, arguments.length);
        for (int at = 0; at < rest.size(); at += 2) {
            options.put(rest.get(at), rest.get(at + 1));
        }
        return options;
    }

    private static long number(Map<String, String> options, String name) {
        String text = options.get(name);
        if (text == null) {
            throw new IllegalArgumentException(name + ": nothing, expected a number");
        }
        return Long.parseLong(text);
    }

    private static void progress(long done, long total) {
        System.out.println("progress " + done + " " + total + " seeds simulated ok");
    }

    private static void print(JsonValue value) {
        System.out.println(Json.write(value));
    }
}
