package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.ringmark.kernels.image.FileTree;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The disk on which a guest leaves its result: a tar, and in the last block the word that it is
/// whole. Without that word there is no result, whatever else was said.
final class ResultDisk {
    private static final int TRAILER_BYTES = 4096;
    private static final Pattern TRAILER =
            Pattern.compile(
                    "ringmark-result 1 status=(\\d{1,3}) length=(\\d{1,15})"
                            + " sha256=([0-9a-f]{64}) end\n\0*");

    private final Path file;

    /// What the last block says.
    ///
    /// @param status of the command
    /// @param length of the tar
    /// @param sha256 of the tar
    record Trailer(int status, long length, String sha256) {}

    ResultDisk(Path file) {
        this.file = file;
    }

    /// Makes an empty disk: a file of holes.
    static ResultDisk create(Path file, int mib) throws IOException {
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength((long) mib << 20);
        }
        return new ResultDisk(file);
    }

    /// The trailer, if there is one and what it says of the tar is true.
    Optional<Trailer> trailer() throws IOException {
        try (FileChannel disk = FileChannel.open(file, StandardOpenOption.READ)) {
            long tarMax = disk.size() - TRAILER_BYTES;
            if (tarMax < 0) {
                return Optional.empty();
            }
            ByteBuffer block = ByteBuffer.allocate(TRAILER_BYTES);
            disk.read(block, tarMax);
            Matcher matcher = TRAILER.matcher(new String(block.array(), ISO_8859_1));
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Trailer trailer =
                    new Trailer(
                            Integer.parseInt(matcher.group(1)),
                            Long.parseLong(matcher.group(2)),
                            matcher.group(3));
            boolean isTrue =
                    trailer.length <= tarMax && sha256(trailer.length).equals(trailer.sha256);
            return isTrue ? Optional.of(trailer) : Optional.empty();
        }
    }

    /// Unpacks the tar into a folder that does not exist or is empty; on a fault, none of it.
    void unpack(Trailer trailer, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path part = Files.createTempDirectory(folder, ".part-");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            new TarReader(in, trailer.length).unpack(part);
            for (Path path : list(part)) {
                Files.move(path, folder.resolve(path.getFileName()));
            }
        } finally {
            FileTree.delete(part);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            return paths.toList();
        }
    }

    private String sha256(long length) throws IOException {
        try (FileChannel disk = FileChannel.open(file, StandardOpenOption.READ);
                InputStream in = Channels.newInputStream(disk)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[1 << 16];
            long left = length;
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    return "";
                }
                digest.update(buffer, 0, n);
                left -= n;
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
