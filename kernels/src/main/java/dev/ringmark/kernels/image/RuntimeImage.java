package dev.ringmark.kernels.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/// The read-only disk that every VM boots from, cached under the digest of all that is in it.
///
/// @param file a raw disk: an MBR, and one ext4 partition with the signature [#PART_UUID]
/// @param digest its recipe's, a SHA-256 in 64 digits
/// @param built what had to be done for it, for the person who waits
public record RuntimeImage(Path file, String digest, Origin built) {
    /// Whether the disk was there.
    public enum Origin {
        /// It lay in the cache, whole.
        CACHED,
        /// It was not in the cache.
        BUILT,
        /// It was in the cache, damaged.
        REBUILT
    }

    /* NVMe controllers answer in any order, so the root is named by its partition. The kernel makes
    a PARTUUID from an MBR: the disk signature at 440, a dash, the partition's number. The first
    partition's 16 bytes are at 446: status, CHS begin, type, CHS end, first sector, sectors;
    0xaa55 is at 510. Sectors have 512 bytes; the partition begins at 1 MiB, where they do. */

    /// How the kernel finds it: `root=PARTUUID=...`.
    public static final String PART_UUID = "10c0ffee-01";

    private static final int SIGNATURE = 0x10c0ffee;
    static final int OFFSET_BYTES = 1 << 20;
    private static final int SECTOR_BYTES = 512;
    private static final int LINUX_PARTITION = 0x83;
    private static final String DISK = "runtime.img";
    private static final String CHECKSUM = "crc32c";
    static final Duration UNUSED_MAX = Duration.ofHours(1);

    /// The disk for this machine, from `cache/images` if it lies there whole, else made now.
    ///
    /// Whoever comes while another makes it waits for that one, in this process or in another.
    public static RuntimeImage in(Path cache, HostTools tools) {
        ImageRecipe recipe = ImageRecipe.of(tools);
        Path images = cache.toAbsolutePath().resolve("images");
        try {
            String digest = recipe.digest();
            Files.createDirectories(images);
            return CacheLock.hold(
                    images.resolve("lock"), () -> ready(images, digest, recipe, tools));
        } catch (IOException e) {
            throw new HostException(
                    images + ": cannot make the VM's disk: " + e + "; is the disk full?", e);
        }
    }

    private static RuntimeImage ready(
            Path images, String digest, ImageRecipe recipe, HostTools tools) throws IOException {
        Path folder = images.resolve(digest);
        Path file = folder.resolve(DISK);
        boolean known = Files.exists(folder);
        if (known && isWhole(folder)) {
            Files.setLastModifiedTime(folder, FileTime.from(Instant.now()));
            return new RuntimeImage(file, digest, Origin.CACHED);
        }
        Path part = Files.createTempDirectory(images, "part-");
        try {
            build(part, recipe, tools);
            FileTree.delete(folder);
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            FileTree.delete(part);
        }
        forgetOthers(images, folder);
        return new RuntimeImage(file, digest, known ? Origin.REBUILT : Origin.BUILT);
    }

    private static void build(Path folder, ImageRecipe recipe, HostTools tools) throws IOException {
        Path root = Files.createDirectory(folder.resolve("root"));
        RootFolder.fill(root, recipe);
        Path disk = folder.resolve(DISK);
        HostTools.run(
                tools.find(HostTools.Tool.MKE2FS).toString(),
                "-q",
                "-t",
                "ext4",
                "-O",
                "^has_journal",
                "-b",
                "4096",
                "-m",
                "0",
                "-E",
                "root_owner=0:0,offset=" + OFFSET_BYTES,
                "-d",
                root.toString(),
                disk.toString(),
                kibibytes(root) + "k");
        FileTree.delete(root);
        try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.WRITE)) {
            channel.write(mbr(channel.size()), 0);
            channel.force(true);
        }
        Files.writeString(folder.resolve("recipe"), recipe.text());
        Files.writeString(folder.resolve(CHECKSUM), checksum(disk));
    }

    /// Room for all files, the file system's own tables, and a little.
    private static long kibibytes(Path root) throws IOException {
        try (Stream<Path> paths = Files.walk(root)) {
            long bytes = 0;
            for (Path path : (Iterable<Path>) paths::iterator) {
                boolean hasBytes = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
                bytes += hasBytes ? Files.size(path) + 4096 : 4096;
            }
            return (bytes + bytes / 16 + (8 << 20)) / 1024;
        }
    }

    private static ByteBuffer mbr(long diskBytes) {
        long sectors = (diskBytes - OFFSET_BYTES) / SECTOR_BYTES;
        ByteBuffer mbr = ByteBuffer.allocate(SECTOR_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        mbr.putInt(440, SIGNATURE);
        mbr.put(446 + 4, (byte) LINUX_PARTITION);
        mbr.putInt(446 + 8, OFFSET_BYTES / SECTOR_BYTES);
        mbr.putInt(446 + 12, Math.toIntExact(sectors));
        mbr.putShort(510, (short) 0xaa55);
        return mbr;
    }

    private static boolean isWhole(Path folder) throws IOException {
        Path disk = folder.resolve(DISK);
        Path checksum = folder.resolve(CHECKSUM);
        return Files.isRegularFile(disk)
                && Files.isRegularFile(checksum)
                && Files.readString(checksum).equals(checksum(disk));
    }

    /// Against accidents, not against people: the cache is the user's own.
    private static String checksum(Path disk) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[1 << 20];
        try (InputStream in = Files.newInputStream(disk)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        return Files.size(disk) + " " + Long.toHexString(crc.getValue()) + "\n";
    }

    /// Disks of other recipes are of no use any more, nor are the remains of builds that died.
    private static void forgetOthers(Path images, Path kept) throws IOException {
        Instant limit = Instant.now().minus(UNUSED_MAX);
        try (Stream<Path> others = Files.list(images)) {
            List<Path> old =
                    others.filter(Files::isDirectory).filter(path -> !path.equals(kept)).toList();
            for (Path path : old) {
                if (Files.getLastModifiedTime(path).toInstant().isBefore(limit)) {
                    FileTree.delete(path);
                }
            }
        }
    }
}
