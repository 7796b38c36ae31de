package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.SystemCalls;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The small text files in which a kernel says what it lets this process do; read through the
/// seam, so that a simulated kernel answers for itself.
final class ProcFiles {

    static final String DISABLED = "/proc/sys/kernel/io_uring_disabled";
    static final String GROUP = "/proc/sys/kernel/io_uring_group";
    private static final String LIMITS = "/proc/self/limits";
    private static final String STATUS = "/proc/thread-self/status";

    private static final int O_RDONLY_CLOEXEC = 0x80000;
    private static final int SIZE_MAX = 16 * 1024;

    private final SystemCalls calls;

    ProcFiles(Kernel kernel) {
        calls = kernel.calls();
    }

    /// A file's text without the white space around it, or null where it cannot be read.
    @Nullable String read(String path) {
        int fd = calls.open(path, O_RDONLY_CLOEXEC, 0);
        if (fd < 0) {
            return null;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocate(SIZE_MAX);
            int filled = 0;
            while (filled < SIZE_MAX) {
                int count = calls.read(fd, text.asSlice(filled));
                if (count < 0) {
                    return null;
                }
                if (count == 0) {
                    break;
                }
                filled += count;
            }
            byte[] bytes = text.asSlice(0, filled).toArray(JAVA_BYTE);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } finally {
            calls.close(fd);
        }
    }

    /// A line of this thread's status file, `Seccomp`, without its name; empty where there is none.
    String status(String field) {
        return line(STATUS, field + ":");
    }

    /// A soft limit of this process, `Max open files`; empty where it is unlimited or unknown.
    OptionalLong softLimit(String name) {
        String value = line(LIMITS, name).split("\\s+", 2)[0];
        return value.matches("\\d+")
                ? OptionalLong.of(Long.parseLong(value))
                : OptionalLong.empty();
    }

    private String line(String path, String prefix) {
        String text = read(path);
        if (text == null) {
            return "";
        }
        return text.lines()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip())
                .findFirst()
                .orElse("");
    }
}
