package dev.ringmark.kernels.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What to boot, and what to run there.
///
/// @param kernel a vmlinuz for x86_64
/// @param command the program and its arguments; it runs as root, its folder is `/job`, and what
///     it leaves in `/result` comes back
/// @param files what lies below `/job` in the guest, by its path there, from which file or folder
///     of the host; the key "" is `/job` itself. The guest has copies, in its memory
/// @param cpus virtual processors
/// @param memoryMib the guest's memory
/// @param append words for the end of the kernel's command line
/// @param deadlines when to give it up
/// @param resultMib what may come back, at most
/// @param shell whether the command talks to this process' terminal
public record VmJob(
        Path kernel,
        List<String> command,
        Map<String, Path> files,
        int cpus,
        int memoryMib,
        List<String> append,
        Deadlines deadlines,
        int resultMib,
        boolean shell) {

    /// The fewest that a Java program with a second thread is happy with, and io_uring's SQPOLL.
    public static final int CPUS = 2;

    /// Enough for a JVM and its files.
    public static final int MEMORY_MIB = 1024;

    private static final int CPUS_MAX = 64;
    private static final int MEMORY_MIB_MIN = 128;
    private static final int MEMORY_MIB_MAX = 1 << 20;
    private static final int RESULT_MIB = 256;
    private static final int RESULT_MIB_MAX = 1 << 14;

    /// Everything within its bounds, in copies of our own.
    public VmJob {
        command = List.copyOf(command);
        files = Map.copyOf(files);
        append = List.copyOf(append);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("command: empty, expected a program");
        }
        within("cpus", cpus, 1, CPUS_MAX);
        within("memory", memoryMib, MEMORY_MIB_MIN, MEMORY_MIB_MAX);
        within("result", resultMib, 1, RESULT_MIB_MAX);
        for (String word : append) {
            if (word.chars().anyMatch(c -> c < ' ')) {
                throw new IllegalArgumentException("append: a control character in '" + word + "'");
            }
        }
        for (String path : files.keySet()) {
            if (path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
                throw new IllegalArgumentException(
                        "files: '" + path + "', expected a path below /job");
            }
        }
    }

    /// A command with two processors, a gibibyte, and five minutes.
    public static VmJob of(Path kernel, List<String> command) {
        return new VmJob(
                kernel,
                command,
                Map.of(),
                CPUS,
                MEMORY_MIB,
                List.of(),
                Deadlines.whole(Duration.ofMinutes(5)),
                RESULT_MIB,
                false);
    }

    /// The same, with one more file or folder.
    public VmJob withFile(String path, Path source) {
        Map<String, Path> more = new LinkedHashMap<>(files);
        more.put(path, source);
        return new VmJob(
                kernel, command, more, cpus, memoryMib, append, deadlines, resultMib, shell);
    }

    /// The same, with another number of processors.
    public VmJob withCpus(int value) {
        return new VmJob(
                kernel, command, files, value, memoryMib, append, deadlines, resultMib, shell);
    }

    /// The same, with more or less memory.
    public VmJob withMemoryMib(int value) {
        return new VmJob(kernel, command, files, cpus, value, append, deadlines, resultMib, shell);
    }

    /// The same, with other words at the end of the kernel's command line.
    public VmJob withAppend(List<String> words) {
        return new VmJob(
                kernel, command, files, cpus, memoryMib, words, deadlines, resultMib, shell);
    }

    /// The same, with other deadlines.
    public VmJob withDeadlines(Deadlines value) {
        return new VmJob(kernel, command, files, cpus, memoryMib, append, value, resultMib, shell);
    }

    /// The same, with another bound for what comes back.
    public VmJob withResultMib(int value) {
        return new VmJob(kernel, command, files, cpus, memoryMib, append, deadlines, value, shell);
    }

    /// The same, with the terminal of this process as the command's.
    public VmJob withShell() {
        return new VmJob(
                kernel, command, files, cpus, memoryMib, append, deadlines, resultMib, true);
    }

    private static void within(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    name + ": " + value + ", expected " + min + ".." + max);
        }
    }
}
