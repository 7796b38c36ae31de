package dev.ringmark.kernels.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 2 and faults: the cache, whole or not there at all.
class KernelCacheTest {
    /// SHA-256 of "abc", from FIPS 180-2, appendix B.1.
    private static final String ABC =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir private Path temp;
    private KernelCache cache;

    @BeforeEach
    void makeCache() {
        cache = new KernelCache(temp.resolve("cache"));
    }

    @Test
    void a_file_is_found_by_its_digest() throws IOException {
        assertEquals(Optional.empty(), cache.find(ABC));
        assertEquals(0, cache.bytes());
        assertEquals(ABC, cache.put(Files.writeString(temp.resolve("file"), "abc")));
        assertEquals("abc", Files.readString(cache.find(ABC).orElseThrow()));
        assertEquals(3, cache.bytes());
    }

    @Test
    void a_corrupted_file_is_as_if_it_had_never_been() throws IOException {
        cache.put(Files.writeString(temp.resolve("file"), "abc"));
        Path kept = cache.find(ABC).orElseThrow();
        Files.writeString(kept, "abd");
        assertEquals(Optional.empty(), cache.find(ABC));
        assertFalse(Files.exists(kept));
    }

    @Test
    void nothing_but_whole_files_is_left_by_many_that_put_at_once() throws IOException {
        Path file = Files.writeString(temp.resolve("file"), "abc");
        List<String> names =
                IntStream.range(0, 16).parallel().mapToObj(_ -> cache.put(file)).toList();
        assertTrue(names.stream().allMatch(ABC::equals));
        try (Stream<Path> kept = Files.list(cache.root().resolve("sha256"))) {
            assertEquals(List.of(ABC), kept.map(p -> p.getFileName().toString()).toList());
        }
    }

    @Test
    void work_under_one_key_is_done_one_after_the_other() {
        AtomicInteger inside = new AtomicInteger();
        int together =
                IntStream.range(0, 16)
                        .parallel()
                        .map(
                                _ ->
                                        cache.alone(
                                                "key",
                                                () -> {
                                                    int now = inside.incrementAndGet();
                                                    Thread.onSpinWait();
                                                    inside.decrementAndGet();
                                                    return now;
                                                }))
                        .max()
                        .orElseThrow();
        assertEquals(1, together);
    }
}
