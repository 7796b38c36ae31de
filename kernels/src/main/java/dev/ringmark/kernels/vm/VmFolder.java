package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.kernels.image.FileTree;
import dev.ringmark.kernels.image.HostException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What one VM needs on the host while it lives: its disks and the sockets of its lines.
final class VmFolder implements AutoCloseable {
    // sockaddr_un has 108 bytes for a path and its NUL: unix(7).
    private static final int SOCKET_PATH_BYTES_MAX = 107;
    private static final int SCRATCH_MIB = 64;
    private static final long DISK_BYTES_UNIT = 1 << 20;

    private final Path path;

    /// Makes the folder in the folder for temporary files, and all disks in it.
    VmFolder(Path parent, VmJob job) {
        try {
            path = Files.createTempDirectory(parent, "ringmark-vm-");
        } catch (IOException e) {
            throw new HostException(parent + ": cannot make a folder for the VM: " + e, e);
        }
        try {
            if (socket(path, 0).toString().getBytes(UTF_8).length > SOCKET_PATH_BYTES_MAX) {
                throw new HostException(
                        path + ": too long a path for a socket; set java.io.tmpdir to a shorter");
            }
            writeJob(job);
            ResultDisk.create(resultDisk(path), job.resultMib());
            ResultDisk.create(scratchDisk(path), SCRATCH_MIB);
        } catch (IOException e) {
            long free = path.toFile().getUsableSpace();
            close();
            throw new HostException(
                    "cannot make the VM's disks: "
                            + e.getMessage()
                            + "; "
                            + parent
                            + " has "
                            + (free >> 20)
                            + " MiB free",
                    e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    static Path jobDisk(Path folder) {
        return folder.resolve("job.img");
    }

    static Path resultDisk(Path folder) {
        return folder.resolve("result.img");
    }

    static Path scratchDisk(Path folder) {
        return folder.resolve("scratch.img");
    }

    static Path socket(Path folder, int line) {
        return folder.resolve("line" + line);
    }

    /// What the emulator itself has to say.
    static Path log(Path folder) {
        return folder.resolve("qemu.log");
    }

    private void writeJob(VmJob job) throws IOException {
        Path disk = jobDisk(path);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(disk), 1 << 16)) {
            TarWriter tar = new TarWriter(out);
            tar.addText(".ringmark/run", script(job));
            if (job.shell()) {
                tar.addText(".ringmark/shell", "");
            }
            for (Map.Entry<String, Path> file : new TreeMap<>(job.files()).entrySet()) {
                tar.add(file.getKey(), file.getValue());
            }
            tar.finish();
        }
        long memory = (long) job.memoryMib() << 20;
        long size = Files.size(disk);
        if (size > memory / 2) {
            throw new IllegalArgumentException(
                    "files: "
                            + (size >> 20)
                            + " MiB, expected at most half of the guest's memory of "
                            + job.memoryMib()
                            + " MiB");
        }
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength((size + DISK_BYTES_UNIT - 1) / DISK_BYTES_UNIT * DISK_BYTES_UNIT);
        }
    }

    private static String script(VmJob job) {
        StringBuilder line = new StringBuilder("exec");
        for (String word : job.command()) {
            line.append(" '").append(word.replace("'", "'\\''")).append('\'');
        }
        return line.append('\n').toString();
    }

    /// Removes everything; it may be gone already.
    @Override
    public void close() {
        try {
            FileTree.delete(path);
        } catch (NoSuchFileException | UncheckedIOException _) {
            return; // the keeper is at it, too: this process is being ended
        } catch (IOException e) {
            throw new HostException(path + ": cannot be removed: " + e.getMessage(), e);
        }
    }
}
