package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scheduling;
import dev.ringmark.runtime.task.TaskException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A program's `main` with a runtime around it, which the command line says how to make (SPG-046).
///
/// ```
/// public static void main(String[] arguments) {
///     System.exit(ShardsLauncher.run(arguments, (shards, rest) -> serve(shards), err));
/// }
/// ```
///
/// Options stand before the program's own arguments: `--shards N`, `--doorbell message|eventfd`,
/// `--preset named|low-latency|throughput|small|development`, `--scheduling on-loop|hand-off`,
/// `--help`; `--` ends them. An option that nobody knows is refused, not passed on.
public final class ShardsLauncher {

    /// What the program does, as a task of the first shard.
    @FunctionalInterface
    public interface Program {
        /// Runs it; the shards end when it returns.
        ///
        /// @param arguments what stood behind the options
        /// @return the exit status
        int run(Shards shards, List<String> arguments) throws Exception;
    }

    /// The exit status of a program that has thrown, or whose shards could not be made.
    public static final int FAILED = 1;

    /// The exit status of a command line that makes no sense.
    public static final int USAGE = 2;

    private static final String HELP =
            """
            options, before the program's own arguments:
              --shards N          how many shards, 1 to 1024; as many as processors, if not said
              --doorbell KIND     what wakes a shard: message, eventfd
              --preset NAME       how its loops are made: named, low-latency, throughput, small,
                                  development
              --scheduling WHERE  where tasks run: on-loop, hand-off
              --help              this text
              --                  what follows is the program's\
            """;

    private static final Map<String, Function<String, LoopOptions>> PRESETS =
            Map.of(
                    "named", LoopOptions::named,
                    "low-latency", LoopOptions::lowLatency,
                    "throughput", LoopOptions::throughput,
                    "small", LoopOptions::small,
                    "development", LoopOptions::development);

    /// What is wrong with a command line.
    private static final class Refusal extends Exception {

        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    private final PrintStream errors;
    private final ShardsBuilder builder = Shards.builder();
    private final List<String> rest = new ArrayList<>();
    private LoopOptions loop = LoopOptions.named("shard");
    private WakeKind doorbell = WakeKind.MESSAGE;
    private Scheduling scheduling = Scheduling.ON_LOOP;
    private boolean isHelp;

    private ShardsLauncher(PrintStream errors) {
        this.errors = errors;
    }

    /// Makes shards as the arguments say, runs a program on them, and ends them.
    ///
    /// @param errors where it says what is wrong, such as the standard error stream
    /// @return the program's exit status, [#USAGE] or [#FAILED]
    public static int run(String[] arguments, Program program, PrintStream errors) {
        return new ShardsLauncher(errors).launch(List.of(arguments), program);
    }

    private int launch(List<String> arguments, Program program) {
        try {
            read(arguments);
        } catch (Refusal e) {
            errors.println(e.getMessage());
            errors.println(HELP);
            return USAGE;
        }
        if (isHelp) {
            errors.println(HELP);
            return 0;
        }
        Shards shards;
        try {
            shards = builder.loop(loop.withScheduling(scheduling)).doorbell(doorbell).start();
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            return USAGE;
        } catch (RingException e) {
            errors.println("the shards could not be made: " + e.getMessage());
            return FAILED;
        }
        try (shards) {
            return shards.run(() -> program.run(shards, List.copyOf(rest)));
        } catch (TaskException.Failed e) {
            errors.println("the program has thrown:");
            Throwable cause = e.getCause();
            (cause == null ? e : cause).printStackTrace(errors);
            return FAILED;
        }
    }

    private void read(List<String> arguments) throws Refusal {
        Iterator<String> left = arguments.iterator();
        boolean isOption = true;
        while (left.hasNext()) {
            String argument = left.next();
            if (!isOption || !argument.startsWith("--")) {
                isOption = false;
                rest.add(argument);
            } else if (argument.equals("--")) {
                isOption = false;
            } else if (argument.equals("--help")) {
                isHelp = true;
            } else {
                set(argument, left.hasNext() ? left.next() : "");
            }
        }
    }

    private void set(String option, String value) throws Refusal {
        switch (option) {
            case "--shards" -> builder.shards(count(value));
            case "--doorbell" -> doorbell = one(option, value, WakeKind.values());
            case "--scheduling" -> scheduling = one(option, value, Scheduling.values());
            case "--preset" -> {
                Function<String, LoopOptions> preset = PRESETS.get(value);
                if (preset == null) {
                    String known =
                            PRESETS.keySet().stream().sorted().collect(Collectors.joining(", "));
                    throw new Refusal("--preset: '" + value + "', expected one of " + known);
                }
                loop = preset.apply("shard");
            }
            default ->
                    throw new Refusal(
                            "option: '"
                                    + option
                                    + "', which nobody knows; behind -- it is the program's");
        }
    }

    private static int count(String value) throws Refusal {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException _) {
            throw new Refusal("--shards: '" + value + "', expected 1.." + ShardsBuilder.SHARDS_MAX);
        }
    }

    private static <E extends Enum<E>> E one(String option, String value, E[] all) throws Refusal {
        List<String> names = new ArrayList<>();
        for (E each : all) {
            String name = each.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (name.equals(value)) {
                return each;
            }
            names.add(name);
        }
        throw new Refusal(
                option + ": '" + value + "', expected one of " + String.join(", ", names));
    }
}
