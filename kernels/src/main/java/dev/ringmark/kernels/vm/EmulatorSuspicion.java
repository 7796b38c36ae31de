package dev.ringmark.kernels.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Signs of an emulator that ran code while it was being patched.
final class EmulatorSuspicion {
    private static final int FOLDER_DEPTH_MAX = 6;
    private static final int HEAD_BYTES = 1 << 14;

    // HotSpot's "# J 609 c1 a.B.c(I)V java.base@25 (45 bytes) @ 0x... [0x...+0x0000000000000000]":
    // the crash is at the very first instruction of a compiled method.
    private static final Pattern FIRST_INSTRUCTION =
            Pattern.compile("(?m)^# (J \\d+.*\\+0x0+]).*$");

    private EmulatorSuspicion() {}

    /// A crash log of a JVM, somewhere in a result, whose frame is suspect.
    static Optional<String> inCrashLogs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder, FOLDER_DEPTH_MAX)) {
            List<Path> logs =
                    files.filter(file -> file.getFileName().toString().matches("hs_err.*\\.log"))
                            .filter(Files::isRegularFile)
                            .toList();
            for (Path log : logs) {
                Optional<String> frame = frame(head(log));
                if (frame.isPresent()) {
                    return frame.map(
                            text -> "a JVM crashed at a method's first instruction: " + text);
                }
            }
            return Optional.empty();
        }
    }

    /// A trap that the kernel put into its own code and then did not know.
    static Optional<String> in(List<KernelFault> faults) {
        return faults.stream()
                .filter(fault -> fault.kind() == KernelFault.Kind.OOPS)
                .filter(fault -> fault.line().contains("int3"))
                .map(fault -> "the kernel met a breakpoint of its own: " + fault.line())
                .findFirst();
    }

    static Optional<String> frame(String crashLog) {
        Matcher matcher = FIRST_INSTRUCTION.matcher(crashLog);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private static String head(Path log) throws IOException {
        try (var in = Files.newInputStream(log)) {
            return new String(in.readNBytes(HEAD_BYTES), StandardCharsets.UTF_8);
        }
    }
}
