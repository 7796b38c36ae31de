package dev.ringmark.ci;

import dev.ringmark.ci.gate.ExitStatus;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The kernels that checks can be run on, besides the running one.
@Command(
        name = "kernels",
        description = "The kernels that can be booted: what they are, and getting them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  ringmark kernels list",
            "  ringmark kernels fetch                      all of them, into the cache",
            "  ringmark kernels fetch 5.10,latest",
            "  ringmark kernels add linux-image-6.12.107+deb13-cloud-amd64",
            "  ringmark kernels add ~/linux/arch/x86/boot/bzImage",
            "",
            "A kernel has many names: its id (6.12.117), its series (6.12, the newest that",
            "can be had), latest, or the path of a vmlinuz, of a deb package, or of a folder",
            "with one."
        })
final class KernelsCommand extends RingmarkCommand {
    @Spec private CommandSpec spec;

    @SuppressWarnings("NullAway.Init") // picocli sets the specification
    KernelsCommand(Context context) {
        super(context);
    }

    /// With everything below it.
    static CommandLine line(Context context) {
        return new CommandLine(new KernelsCommand(context))
                .addSubcommand(new KernelsListCommand(context))
                .addSubcommand(new KernelsFetchCommand(context))
                .addSubcommand(new KernelsAddCommand(context))
                .addSubcommand(new KernelsLearnCommand(context));
    }

    @Override
    ExitStatus run() {
        throw new ParameterException(
                spec.commandLine(),
                "kernels: no command behind it, expected one of list, fetch," + " add, learn");
    }
}
