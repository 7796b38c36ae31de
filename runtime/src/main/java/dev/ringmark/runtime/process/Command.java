package dev.ringmark.runtime.process;

import dev.ringmark.runtime.kernel.ProcessCalls;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.TaskException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A program to be started: an immutable value, each method gives another one.
///
/// The child gets the three standard files and nothing else that this process has open, no blocked
/// signals, and default handlers. Unless something else is said its input is empty, its output and
/// its errors are this process's, and its environment is this process's, too.
public final class Command {

    private final List<String> arguments;
    private final Map<String, String> environment;
    private final @Nullable Path folder;
    private final Stdio input;
    private final Stdio output;
    private final Stdio errors;
    private final boolean joinsErrors;

    private Command(
            List<String> arguments,
            Map<String, String> environment,
            @Nullable Path folder,
            Stdio input,
            Stdio output,
            Stdio errors,
            boolean joinsErrors) {
        this.arguments = arguments;
        this.environment = environment;
        this.folder = folder;
        this.input = input;
        this.output = output;
        this.errors = errors;
        this.joinsErrors = joinsErrors;
    }

    /// A program and its arguments.
    ///
    /// @param program a path, or a name that is looked for on PATH
    public static Command of(String program, String... arguments) {
        List<String> all = new ArrayList<>();
        all.add(requireText("program", program));
        for (String argument : arguments) {
            all.add(requireText("arguments", argument));
        }
        if (program.isEmpty()) {
            throw new IllegalArgumentException("program: an empty string, expected a path");
        }
        return new Command(
                List.copyOf(all),
                System.getenv(),
                null,
                Stdio.NULL,
                Stdio.INHERIT,
                Stdio.INHERIT,
                false);
    }

    /// In another working directory; a relative path of the program starts from there.
    public Command in(Path other) {
        return new Command(arguments, environment, other, input, output, errors, joinsErrors);
    }

    /// With one more variable in its environment, or another value of it.
    public Command with(String name, String value) {
        if (name.isEmpty() || name.contains("=")) {
            throw new IllegalArgumentException("name: \"" + name + "\", expected one without =");
        }
        Map<String, String> more = new TreeMap<>(environment);
        more.put(requireText("name", name), requireText("value", value));
        return new Command(arguments, more, folder, input, output, errors, joinsErrors);
    }

    /// With no environment.
    public Command withoutEnvironment() {
        return new Command(arguments, Map.of(), folder, input, output, errors, joinsErrors);
    }

    /// Where its input comes from; [Stdio#NULL] if nothing is said.
    public Command input(Stdio other) {
        return new Command(arguments, environment, folder, other, output, errors, joinsErrors);
    }

    /// Where its output goes; [Stdio#INHERIT] if nothing is said.
    public Command output(Stdio other) {
        return new Command(arguments, environment, folder, input, other, errors, joinsErrors);
    }

    /// Where its errors go; [Stdio#INHERIT] if nothing is said.
    public Command errors(Stdio other) {
        return new Command(arguments, environment, folder, input, output, other, false);
    }

    /// Its errors go where its output goes.
    public Command errorsToOutput() {
        return new Command(arguments, environment, folder, input, output, Stdio.INHERIT, true);
    }

    /// Starts it: posix_spawn(3) on a thread of the pool, because it waits for the program to be
    /// loaded and the ring has no opcode for it (7.0).
    ///
    /// @throws RingException when the kernel refuses: -ENOENT, -EACCES; -EOPNOTSUPP where libc has
    ///     no posix_spawn_file_actions_addclosefrom_np (glibc before 2.34)
    /// @throws TaskException when something ended the wait; the child, if there is one, is killed
    public ChildProcess start(Loop loop) {
        return Start.of(this, loop);
    }

    ProcessCalls.Spawn spawn(List<Integer> fds) {
        List<String> variables = new ArrayList<>();
        environment.forEach((name, value) -> variables.add(name + '=' + value));
        String where = folder == null ? null : folder.toString();
        return new ProcessCalls.Spawn(arguments, variables, where, fds);
    }

    Stdio input() {
        return input;
    }

    Stdio output() {
        return output;
    }

    Stdio errors() {
        return errors;
    }

    boolean joinsErrors() {
        return joinsErrors;
    }

    @Override
    public String toString() {
        return arguments.toString();
    }

    private static String requireText(String name, String text) {
        if (text.indexOf(0) >= 0) {
            throw new IllegalArgumentException(name + ": has a zero in it, expected none");
        }
        return text;
    }
}
