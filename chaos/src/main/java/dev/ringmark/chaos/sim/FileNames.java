package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What paths and addresses name: files, the few of /proc that a process of ours reads, and sockets
/// that others connect to.
final class FileNames {

    /// An opened file, or why there is none.
    record Opened(@Nullable SimFile file, int error) {}

    private static final String OWN_FDS = "/proc/self/fd/";
    private static final String OWN_TASKS = "/proc/self/task/";

    private final SimulatedKernel kernel;
    private final Disk disk;
    private final Map<String, RegularFile.Content> files = new HashMap<>();
    private final Map<String, SimFile> sockets = new HashMap<>();

    /// @param disk where files are
    FileNames(SimulatedKernel kernel, Disk disk) {
        this.kernel = kernel;
        this.disk = disk;
        files.put("/", RegularFile.Content.of(new byte[0]));
        files.put("/dev/null", RegularFile.Content.of(new byte[0]));
    }

    Opened open(String path, int flags) {
        if (path.startsWith(OWN_FDS)) {
            return reopen(path.substring(OWN_FDS.length()), flags);
        }
        String text = proc(path);
        if (text != null) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return opened(new RegularFile(RegularFile.Content.of(bytes), false, false));
        }
        RegularFile.Content content = files.get(path);
        if (content == null) {
            if ((flags & OpenFlags.CREAT) == 0) {
                return new Opened(null, Errno.ENOENT.negative());
            }
            content = new RegularFile.Content(disk);
            files.put(path, content);
        }
        RegularFile file = regular(content, flags);
        if ((flags & OpenFlags.TRUNC) != 0) {
            file.truncate(0);
        }
        return opened(file);
    }

    /// A new socket.
    ///
    /// @param type with flags, as socket(2) takes it
    Opened socket(int domain, int type) {
        if (domain != OpenFlags.AF_UNIX && domain != OpenFlags.AF_INET) {
            return new Opened(null, Errno.EAFNOSUPPORT.negative());
        }
        return switch (type & OpenFlags.SOCK_TYPE) {
            case OpenFlags.SOCK_STREAM -> opened(new StreamSocket(kernel.names(), domain));
            case OpenFlags.SOCK_DGRAM -> opened(new DatagramSocket(kernel.names(), domain));
            default -> new Opened(null, Errno.EPROTONOSUPPORT.negative());
        };
    }

    /// A socket takes an address.
    int bind(String address, SimFile socket) {
        return sockets.putIfAbsent(address, socket) == null ? 0 : Errno.EADDRINUSE.negative();
    }

    void unbind(String address) {
        sockets.remove(address);
    }

    /// Who has an address, or null.
    @Nullable SimFile bound(String address) {
        return sockets.get(address);
    }

    static RegularFile regular(RegularFile.Content content, int flags) {
        return new RegularFile(
                content, (flags & OpenFlags.APPEND) != 0, (flags & OpenFlags.DIRECT) != 0);
    }

    private Opened reopen(String number, int flags) {
        SimFile file = kernel.fds().get(Integer.parseInt(number));
        if (file == null) {
            return new Opened(null, Errno.ENOENT.negative());
        }
        return opened(file instanceof RegularFile other ? regular(other.content(), flags) : file);
    }

    private @Nullable String proc(String path) {
        if (path.startsWith(OWN_TASKS) && path.endsWith("/stat")) {
            String number = path.substring(OWN_TASKS.length(), path.length() - "/stat".length());
            int thread = Integer.parseInt(number);
            String state = kernel.threads().isAsleep(thread) ? "S" : "R";
            return kernel.threads().isKnown(thread)
                    ? thread + " (simulated) " + state + " 1\n"
                    : null;
        }
        return switch (path) {
            case "/proc/self/status", "/proc/thread-self/status" ->
                    """
                    Name:\tsimulated
                    SigBlk:\t0000000000000000
                    SigCgt:\t0000000000001000
                    CapEff:\t000001ffffffffff
                    """;
            case "/proc/sys/kernel/io_uring_disabled" -> "0\n";
            case "/proc/sys/kernel/io_uring_group" -> "-1\n";
            default -> null;
        };
    }

    private static Opened opened(SimFile file) {
        return new Opened(file, 0);
    }
}
