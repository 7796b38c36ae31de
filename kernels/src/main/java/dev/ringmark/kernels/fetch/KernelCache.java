package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/// Files named by their SHA-256, below the user's cache folder.
///
/// A file that has its name is whole: it is written beside, synced, and renamed. Each is hashed
/// again before it is used; one that does not fit its name is removed, as if it had never been.
/// One lock for each name keeps several processes from doing the same work at once.
public final class KernelCache {
    private static final Map<Path, ReentrantLock> IN_THIS_JVM = new ConcurrentHashMap<>();

    private final Path root;

    /// A cache in `root`, which is made when it is needed.
    public KernelCache(Path root) {
        this.root = root.toAbsolutePath();
    }

    /// The user's: `$XDG_CACHE_HOME/ringmark`, or `~/.cache/ringmark`.
    public static KernelCache ofUser() {
        return new KernelCache(userFolder("XDG_CACHE_HOME", ".cache"));
    }

    /// The folder of this program below a folder of the XDG base directory specification, which
    /// says that a relative one is to be ignored.
    static Path userFolder(String variable, String otherwise) {
        String set = System.getenv().getOrDefault(variable, "");
        Path base =
                set.startsWith("/")
                        ? Path.of(set)
                        : Path.of(System.getProperty("user.home"), otherwise.split("/"));
        return base.resolve("ringmark");
    }

    /// Where everything lies.
    public Path root() {
        return root;
    }

    /// The whole file of this name, if it is here.
    public Optional<Path> find(String sha256) {
        Path file = path(sha256);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            if (digest(file).equals(sha256)) {
                return Optional.of(file);
            }
            Files.delete(file);
            return Optional.empty();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    /// Copies a file in, and tells its name.
    public String put(Path from) {
        try {
            Path folder = Files.createDirectories(root.resolve("sha256"));
            Path part = Files.createTempFile(folder, "part-", "");
            try {
                String sha256 = copy(from, part);
                Files.move(part, path(sha256), StandardCopyOption.ATOMIC_MOVE);
                return sha256;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw failed(from, e);
        }
    }

    /// Does something that nobody else does under this key at the same time, in any process.
    public <T> T alone(String key, Supplier<T> work) {
        Path file = root.resolve("locks").resolve(key);
        ReentrantLock here = IN_THIS_JVM.computeIfAbsent(file, _ -> new ReentrantLock());
        here.lock(); // a file lock belongs to the JVM, not to the thread
        try {
            Files.createDirectories(file.getParent());
            try (FileChannel channel =
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock _ = channel.lock()) {
                return work.get();
            }
        } catch (IOException e) {
            throw failed(file, e);
        } finally {
            here.unlock();
        }
    }

    /// Bytes of all kernels that are here.
    public long bytes() {
        Path folder = root.resolve("sha256");
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (var files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw failed(folder, e);
        }
    }

    /// The SHA-256 of a file, in 64 digits.
    static String digest(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file);
                DigestOutputStream out =
                        new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            in.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /// Whether a file of this name is here; it may yet turn out not to be whole.
    public boolean has(String sha256) {
        return Files.isRegularFile(path(sha256));
    }

    private Path path(String sha256) {
        return root.resolve("sha256").resolve(sha256);
    }

    private static String copy(Path from, Path to) throws IOException {
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(to, StandardOpenOption.WRITE);
                DigestOutputStream out =
                        new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            Files.copy(from, out);
            channel.force(true);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    private static KernelException failed(Path file, IOException e) {
        return new KernelException(
                Blame.MACHINE,
                file + ": " + e.getMessage() + "; is the disk full, or XDG_CACHE_HOME not yours?",
                e);
    }
}
