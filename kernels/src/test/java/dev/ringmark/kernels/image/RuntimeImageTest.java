package dev.ringmark.kernels.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// The runtime disk, made for real.
class RuntimeImageTest {
    @TempDir private Path cache;

    @Test
    @Tag("vm")
    void a_damaged_disk_is_made_anew_once_by_two_who_want_it() throws Exception {
        HostTools tools = RealTools.with(HostTools.Tool.values());
        String digest = ImageRecipe.of(tools).digest();
        Path disk = Files.createDirectories(cache.resolve("images").resolve(digest));
        Files.writeString(disk.resolve("runtime.img"), "half a disk");
        Files.writeString(disk.resolve("crc32c"), "11 0\n");

        Callable<RuntimeImage> maker = () -> RuntimeImage.in(cache, tools);
        Set<RuntimeImage.Origin> origins = EnumSet.noneOf(RuntimeImage.Origin.class);
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            for (Future<RuntimeImage> image : two.invokeAll(List.of(maker, maker))) {
                assertEquals(digest, image.get().digest());
                origins.add(image.get().built());
            }
        }
        assertEquals(EnumSet.of(RuntimeImage.Origin.REBUILT, RuntimeImage.Origin.CACHED), origins);
        assertEquals(List.of(digest, "lock"), names(cache.resolve("images")));
        assertEquals(List.of("crc32c", "recipe", "runtime.img"), names(disk));
        assertEquals("10c0ffee", signature(disk.resolve("runtime.img")));
    }

    @Test
    void a_tool_that_is_missing_is_named_with_its_package() {
        HostTools nothing = new HostTools(List.of(cache));
        HostException e =
                assertThrows(HostException.class, () -> nothing.find(HostTools.Tool.QEMU));
        assertEquals(
                "qemu-system-x86_64: not found in ["
                        + cache
                        + "]; install it, on Debian with 'apt-get install qemu-system-x86'",
                e.getMessage());
    }

    @Test
    void a_disk_that_can_t_be_made_leaves_nothing_in_the_cache() throws IOException {
        assertThrows(
                HostException.class, () -> RuntimeImage.in(cache, new HostTools(List.of(cache))));
        assertFalse(Files.exists(cache.resolve("images")));
    }

    private static String signature(Path disk) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "r")) {
            file.seek(440);
            return Integer.toHexString(Integer.reverseBytes(file.readInt()));
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
