package dev.ringmark.ci;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.kernels.fetch.KernelCache;
import dev.ringmark.kernels.fetch.Kernels;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 1: the commands about kernels, with the shipped catalogue and no archive.
class KernelsCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    @TempDir private Path folder;

    @Test
    void list_shows_every_kernel_and_where_the_cache_is() {
        assertEquals(0, run("kernels", "list"));
        assertTrue(out.toString(UTF_8).contains("5.10.262  5.10    5.10.0-46-cloud-amd64"));
        assertTrue(out.toString(UTF_8).contains("0 MB in " + folder.resolve("cache")));
    }

    @Test
    void list_as_json_is_the_catalogue_and_what_is_cached() {
        assertEquals(0, run("kernels", "list", "--json"));
        JsonValue.Array all = (JsonValue.Array) Json.parse(out.toString(UTF_8));
        assertEquals(Catalog.shipped().entries().size(), all.items().size());
        Fields first = new Fields((JsonValue.Obj) all.items().getFirst());
        assertEquals("5.10.262", first.text("id"));
        assertFalse(first.is("cached"));
    }

    @Test
    void fetch_of_what_is_not_known_is_wrong_usage() {
        assertEquals(2, run("kernels", "fetch", "9.9"));
        assertTrue(err.toString(UTF_8).startsWith("ringmark: kernel: '9.9' is no file"));
        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void fetch_without_an_archive_could_not_run_and_says_what_would_help() {
        assertEquals(3, run("kernels", "fetch", "5.10.262"));
        assertTrue(err.toString(UTF_8).contains("or give the kernel as a file"));
    }

    @Test
    void add_of_a_file_that_is_no_kernel_is_wrong_usage_and_adds_nothing() throws IOException {
        Files.write(folder.resolve("vmlinuz"), new byte[4096]);
        assertEquals(2, run("kernels", "add", "vmlinuz"));
        assertTrue(err.toString(UTF_8).contains("not a Linux boot image"), err.toString(UTF_8));
        assertFalse(Files.exists(folder.resolve("added")));
    }

    @Test
    void kernels_alone_is_wrong_usage_and_names_what_there_is() {
        assertEquals(2, run("kernels"));
        assertTrue(err.toString(UTF_8).contains("expected one of list, fetch, add, learn"));
    }

    private int run(String... args) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        false,
                        false);
        Kernels kernels =
                Kernels.withoutArchive(
                        Catalog.shipped(),
                        folder.resolve("added"),
                        new KernelCache(folder.resolve("cache")));
        Context context = new Context(terminal, FakeHarness.failing("good"), folder, () -> kernels);
        return Main.run(context, args);
    }
}
