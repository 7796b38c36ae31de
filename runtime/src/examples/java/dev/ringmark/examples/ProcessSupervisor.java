package dev.ringmark.examples;

import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.process.ChildProcess;
import dev.ringmark.runtime.process.Command;
import dev.ringmark.runtime.process.ExitStatus;
import dev.ringmark.runtime.process.Stdio;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.time.Duration;
import java.util.Arrays;

/// Keeps a program running: starts it again when it fails, each time after twice the time, five
/// times at most; what it writes is shown with its name in front.
///
///     java @runtime/src/examples/flags \
///         runtime/src/examples/java/dev/ringmark/examples/ProcessSupervisor.java PROGRAM ...
public final class ProcessSupervisor {

    private static final int STARTS_MAX = 5;
    private static final int LINE_MAX = 1 << 16;
    private static final Duration PAUSE_FIRST = Duration.ofMillis(10);

    private ProcessSupervisor() {}

    /// Runs the program that the arguments say, to its success.
    public static void main(String[] args) {
        if (args.length == 0) {
            System.err.println("usage: ProcessSupervisor PROGRAM [ARGUMENT...]");
            System.exit(2);
        }
        Command command =
                Command.of(args[0], Arrays.copyOfRange(args, 1, args.length))
                        .output(Stdio.PIPE)
                        .errorsToOutput();
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("supervisor"))) {
            boolean isDone = loop.fork(() -> supervise(loop, args[0], command)).join();
            System.out.println(isDone ? "done" : "given up after " + STARTS_MAX + " starts");
        }
    }

    private static boolean supervise(Loop loop, String name, Command command) {
        Duration pause = PAUSE_FIRST;
        for (int start = 1; start <= STARTS_MAX; start++) {
            try (ChildProcess child = command.start(loop)) {
                Task<Boolean> shown = loop.fork(() -> show(name, child));
                ExitStatus status = child.waitFor();
                shown.join();
                System.out.println("start " + start + ": " + status);
                if (status.isSuccess()) {
                    return true;
                }
            }
            Task.sleep(pause);
            pause = pause.plus(pause);
        }
        return false;
    }

    private static boolean show(String name, ChildProcess child) {
        try (BufferedSource lines = BufferedSource.over(child.output())) {
            return lines.forEachLine(
                    LINE_MAX,
                    line -> {
                        System.out.println(name + ": " + line);
                        return true;
                    });
        }
    }
}
