package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.catalog.Catalog;
import dev.ringmark.stats.record.Json;
import dev.ringmark.stats.record.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 1: the commands about kernels, with the shipped catalogue and no archive.
class KernelsCommandTest {
    @TempDir private Path folder;
    private CommandTrial trial;

    @BeforeEach
    void begin() {
        trial = new CommandTrial(folder);
    }

    @Test
    void list_shows_every_kernel_and_where_the_cache_is() {
        assertEquals(0, trial.run("kernels", "list"));
        assertTrue(trial.out().contains("5.10.262  5.10    5.10.0-46-cloud-amd64"));
        assertTrue(trial.out().contains("0 MB in " + folder.resolve("cache")));
    }

    @Test
    void list_as_json_is_the_catalogue_and_what_is_cached() {
        assertEquals(0, trial.run("kernels", "list", "--json"));
        JsonValue.Array all = (JsonValue.Array) Json.parse(trial.out());
        assertEquals(Catalog.shipped().entries().size(), all.items().size());
        Fields first = new Fields((JsonValue.Obj) all.items().getFirst());
        assertEquals("5.10.262", first.text("id"));
        assertFalse(first.is("cached"));
    }

    @Test
    void fetch_of_what_is_not_known_is_wrong_usage() {
        assertEquals(2, trial.run("kernels", "fetch", "9.9"));
        assertTrue(trial.err().startsWith("ringmark: kernel: '9.9' is no file"));
        assertEquals("", trial.out());
    }

    @Test
    void fetch_without_an_archive_could_not_run_and_says_what_would_help() {
        assertEquals(3, trial.run("kernels", "fetch", "5.10.262"));
        assertTrue(trial.err().contains("or give the kernel as a file"));
    }

    @Test
    void add_of_a_file_that_is_no_kernel_is_wrong_usage_and_adds_nothing() throws IOException {
        Files.write(folder.resolve("vmlinuz"), new byte[4096]);
        assertEquals(2, trial.run("kernels", "add", "vmlinuz"));
        assertTrue(trial.err().contains("not a Linux boot image"), trial.err());
        assertFalse(Files.exists(folder.resolve("added")));
    }

    @Test
    void kernels_alone_is_wrong_usage_and_names_what_there_is() {
        assertEquals(2, trial.run("kernels"));
        assertTrue(trial.err().contains("expected one of list, fetch, add, learn"));
    }
}
