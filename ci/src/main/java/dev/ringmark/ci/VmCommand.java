package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import dev.ringmark.kernels.catalog.KernelImage;
import dev.ringmark.kernels.image.FileTree;
import dev.ringmark.kernels.image.HostException;
import dev.ringmark.kernels.image.RuntimeImage;
import dev.ringmark.kernels.vm.Deadlines;
import dev.ringmark.kernels.vm.Machine;
import dev.ringmark.kernels.vm.Outcome;
import dev.ringmark.kernels.vm.Vm;
import dev.ringmark.kernels.vm.VmJob;
import dev.ringmark.kernels.vm.VmReport;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Runs any program in a VM with any kernel.
@Command(
        name = "vm",
        description = {
            "Boots a kernel in a VM and runs a command there.",
            "",
            "The command runs as root in /job, where the shared folder's content lies: a",
            "copy, in the guest's memory. Its output and its errors come out here as they",
            "come, and its exit status is ours. What it leaves in /result (RINGMARK_RESULT)",
            "is brought back with --out. The guest has busybox, a Java 25 runtime,",
            "liburing.so.2, the C libraries of this machine, and a raw NVMe disk of 64 MiB",
            "to spoil (RINGMARK_SCRATCH); no network."
        },
        footer = {
            "",
            "Examples:",
            "  ringmark vm --kernel 6.12 -- uname -a",
            "  ringmark vm --kernel 5.10 --share build -- ./my-test --verbose",
            "  ringmark vm --kernel path/to/vmlinuz --share jars --out crash -- \\",
            "        java -cp 'app.jar:lib/*' com.example.Main",
            "  ringmark vm --kernel latest --append io_uring.debug=1 -- dmesg",
            "  ringmark vm --kernel 7.2 --shell",
            "",
            "Exit status: that of the command; 125 when there is none to give, because the",
            "kernel panicked, hung, ran out of memory or never booted: the reason is said,",
            "with the kernel's own words. 2 usage, 3 this machine could not do it, 130",
            "interrupted."
        })
final class VmCommand implements Callable<Integer> {
    /// What docker and env say when the failure is not the command's.
    private static final int NO_STATUS = 125;

    private static final int SIGINT_STATUS = 130;

    private final Context context;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "show this help")
    @SuppressWarnings("UnusedVariable") // picocli acts on it
    private boolean help;

    @Option(
            names = "--kernel",
            paramLabel = "KERNEL",
            required = true,
            description =
                    "an id or a series of 'ringmark kernels list', latest, or the path of a"
                            + " vmlinuz, a deb package or a folder with one")
    private String kernel = "";

    @Option(
            names = "--cpus",
            paramLabel = "N",
            defaultValue = "" + VmJob.CPUS,
            description = "virtual processors; default: ${DEFAULT-VALUE}")
    private int cpus = VmJob.CPUS;

    @Option(
            names = "--memory",
            paramLabel = "MIB",
            defaultValue = "" + VmJob.MEMORY_MIB,
            description = "the guest's memory; default: ${DEFAULT-VALUE}")
    private int memory = VmJob.MEMORY_MIB;

    @Option(
            names = "--share",
            paramLabel = "DIR",
            description = "a folder (or a file) to copy to /job in the guest")
    private @Nullable Path share;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "where /result goes: a folder that is new, or empty")
    private @Nullable Path out;

    @Option(
            names = "--append",
            paramLabel = "ARGS",
            description = "words for the end of the kernel's command line")
    private List<String> append = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "S",
            defaultValue = "300",
            description = "ends the VM after so many seconds; default: ${DEFAULT-VALUE}")
    private int timeout = 300;

    @Option(names = "--shell", description = "a shell on this terminal instead of a command")
    private boolean shell;

    @Option(names = "--console", description = "the kernel's console, too, on standard error")
    private boolean console;

    @Option(names = "--show-qemu", description = "the emulator's command line, on standard error")
    private boolean showQemu;

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "the program, its arguments")
    private List<String> command = List.of();

    VmCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (shell == !command.isEmpty()) {
            throw new CommandException(
                    ExitStatus.USAGE,
                    shell
                            ? "--shell: takes no command, and there is " + command
                            : "no command: expected -- COMMAND ARGS, or --shell");
        }
        if (shell && !isOnTerminal()) {
            throw new CommandException(
                    ExitStatus.USAGE, "--shell: needs a terminal for input and output");
        }
        if (timeout < 1) {
            throw new CommandException(
                    ExitStatus.USAGE, "--timeout: " + timeout + ", expected 1 or more");
        }
        if (share != null && !Files.exists(context.workingFolder().resolve(share))) {
            throw new CommandException(ExitStatus.USAGE, "--share: " + share + " does not exist");
        }
        try {
            if (out != null) {
                return boot(context.workingFolder().resolve(out));
            }
            Path scratch = Files.createTempDirectory("ringmark-");
            scratch.toFile().deleteOnExit(); // after Ctrl-C, nobody else does
            try {
                return boot(scratch);
            } finally {
                FileTree.delete(scratch);
            }
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitStatus.USAGE, String.valueOf(e.getMessage()), e);
        } catch (HostException | IOException e) {
            throw new CommandException(ExitStatus.COULD_NOT_RUN, String.valueOf(e.getMessage()), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return SIGINT_STATUS;
        }
    }

    /// The default console of JDK 22 to 24 was never null; that of JDK 25 is, off a terminal.
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isOnTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    private int boot(Path result) throws InterruptedException {
        VmJob job = job(context.workingFolder());
        Machine machine = Machine.open(context.kernels().get().cache().root(), job.kernel());
        if (machine.image().built() == RuntimeImage.Origin.REBUILT) {
            context.terminal().complain("the VM's disk in the cache was damaged; made it anew");
        }
        VmReport report =
                new Vm(machine).run(job, result, new VmTerminal(context.terminal(), console));
        tell(report);
        return report.outcome() instanceof Outcome.Completed(int status) ? status : NO_STATUS;
    }

    private VmJob job(Path folder) {
        KernelImage image = context.kernels().get().resolve(kernel);
        VmJob job =
                VmJob.of(image.vmlinuz(), shell ? List.of("sh", "-i") : command)
                        .withCpus(cpus)
                        .withMemoryMib(memory)
                        .withAppend(append)
                        .withDeadlines(Deadlines.whole(Duration.ofSeconds(timeout)));
        if (share != null) {
            Path source = folder.resolve(share);
            String name = Files.isDirectory(source) ? "" : source.getFileName().toString();
            job = job.withFile(name, source);
        }
        return shell ? job.withShell() : job;
    }

    private void tell(VmReport report) {
        Terminal terminal = context.terminal();
        for (VmReport.Attempt attempt : report.attempts()) {
            List<String> lines = new ArrayList<>();
            if (showQemu) {
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%s, boot %.1f s, whole %.1f s",
                                attempt.accelerator(),
                                attempt.boot().map(VmCommand::seconds).orElse(Double.NaN),
                                seconds(attempt.whole())));
                lines.add(String.join(" ", attempt.command()));
            }
            if (!(attempt.outcome() instanceof Outcome.Completed)) {
                lines.add(attempt.outcome().sentence());
                lines.addAll(
                        Objects.requireNonNullElse(attempt.outcome().excerpt(), "")
                                .lines()
                                .map(line -> "  " + line)
                                .toList());
            } else {
                attempt.faults().forEach(fault -> lines.add("kernel: " + fault.line()));
            }
            lines.forEach(terminal::complain);
        }
    }

    private static double seconds(Duration time) {
        return time.toMillis() / 1e3;
    }
}
