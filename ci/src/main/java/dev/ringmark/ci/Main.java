package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.ci.container.ContainerException;
import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command line: finds the command that is meant, and turns what it did into an exit status.
@Command(
        name = "ringmark",
        description = "Tells what this Linux kernel's io_uring really does, and how it should.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ringmark check                    checks this kernel; reports in out/<run id>/",
            "  ringmark matrix                   the same checks on many kernels, in VMs",
            "  ringmark probe                    what this kernel's io_uring can do",
            "  ringmark chaos                    the runtime where things go wrong",
            "  ringmark can-i-use SEND_ZC        one feature",
            "  ringmark help check               more about a command",
            "",
            "Exit status: 0 ok, 1 findings that no waiver covers, 2 usage, 3 could not run."
        })
public final class Main implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Main.class.getPackage().getImplementationVersion();
        return new String[] {"ringmark " + (version == null ? "(not packaged)" : version)};
    }

    /// Runs one command and ends the JVM with its status.
    ///
    /// @param args as the person typed them
    public static void main(String[] args) {
        Context context =
                new Context(Terminal.ofProcess(), Harness.shipped(), Path.of("").toAbsolutePath());
        System.exit(run(context, args));
    }

    /// Runs one command.
    ///
    /// @return the exit status
    static int run(Context context, String... args) {
        CommandLine line = commandLine(context);
        if (args.length == 0) {
            line.usage(context.terminal().err());
            return ExitStatus.USAGE.code();
        }
        return line.execute(args);
    }

    /// The commands with their options and texts; parses nothing yet.
    static CommandLine commandLine(Context context) {
        Terminal terminal = context.terminal();
        CommandLine line =
                new CommandLine(new Main())
                        .addSubcommand(new CheckCommand(context))
                        .addSubcommand(new ProbeCommand(context))
                        .addSubcommand(new FeaturesCommand(context))
                        .addSubcommand(new CanIUseCommand(context))
                        .addSubcommand(new ReportCommand(context))
                        .addSubcommand(new CompareCommand(context))
                        .addSubcommand(new BenchCommand(context))
                        .addSubcommand(new BenchCompareCommand(context))
                        .addSubcommand(new BenchHistoryCommand(context))
                        .addSubcommand(new BenchPlanCommand(context))
                        .addSubcommand(new BenchPowerCommand(context))
                        .addSubcommand(new BenchRunCommand(context))
                        .addSubcommand(new BenchExportCommand(context))
                        .addSubcommand(ChaosCommand.line(context))
                        .addSubcommand(new MatrixCommand(context))
                        .addSubcommand(KernelsCommand.line(context))
                        .addSubcommand(new ContainersCommand(context))
                        .addSubcommand(new DoctorCommand(context))
                        .addSubcommand(new MisuseCommand(context))
                        .addSubcommand(new VmCommand(context))
                        .addSubcommand(new CommandLine.HelpCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
                        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
                        .setColorScheme(
                                CommandLine.Help.defaultColorScheme(
                                        terminal.colour() ? Ansi.ON : Ansi.OFF))
                        .setExitCodeExceptionMapper(_ -> ExitStatus.COULD_NOT_RUN.code())
                        .setParameterExceptionHandler((e, _) -> wrongUsage(terminal, e))
                        .setExecutionExceptionHandler((e, _, _) -> failed(terminal, e));
        return line;
    }

    private static int wrongUsage(Terminal terminal, ParameterException e) {
        terminal.complain(String.valueOf(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, e.getCommandLine().getErr());
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        terminal.err().println("See '" + command + " --help'.");
        return ExitStatus.USAGE.code();
    }

    private static int failed(Terminal terminal, Exception e) throws Exception {
        if (e instanceof CommandException known) {
            terminal.complain(String.valueOf(known.getMessage()));
            return known.status().code();
        }
        if (e instanceof KernelException known) {
            terminal.complain(String.valueOf(known.getMessage()));
            return (known.blame() == KernelException.Blame.INPUT
                            ? ExitStatus.USAGE
                            : ExitStatus.COULD_NOT_RUN)
                    .code();
        }
        if (e instanceof ContainerException known) {
            terminal.complain(String.valueOf(known.getMessage()));
            return (known.blame() == ContainerException.Blame.INPUT
                            ? ExitStatus.USAGE
                            : ExitStatus.COULD_NOT_RUN)
                    .code();
        }
        throw e;
    }
}
