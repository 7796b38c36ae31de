package dev.ringmark.kernels.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Issue 3, item 1: the catalogue, and the names that kernels go by.
class CatalogTest {
    private static final Path FOLDER = Path.of("catalog");
    private static final Catalog CATALOG = Catalog.of(FOLDER);

    @TempDir private Path temp;

    @Test
    void every_promised_series_is_there() {
        assertTrue(
                new HashSet<>(CATALOG.series())
                        .containsAll(
                                Set.of(
                                        "5.10", "6.1", "6.12", "6.16", "6.17", "6.18", "6.19",
                                        "7.0", "7.1", "7.2", "7.3-rc")));
        assertTrue(CATALOG.named("6.12").size() >= 2, "an early and a late point of 6.12");
    }

    @Test
    void every_shipped_kernel_was_seen_to_have_something_and_later_ones_not_fewer_opcodes() {
        int opcodes = 1;
        for (KernelEntry entry : CATALOG.entries()) {
            Truth truth = entry.truth();
            assertNotNull(truth, entry.id());
            assertTrue(truth.opcodes().size() >= opcodes, entry.id());
            opcodes = truth.opcodes().size();
        }
    }

    @TestFactory
    Stream<DynamicTest> every_file_is_what_its_entry_would_be_written_as() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList().stream()
                    .map(
                            file ->
                                    DynamicTest.dynamicTest(
                                            file.getFileName().toString(),
                                            () -> {
                                                String text = Files.readString(file);
                                                KernelEntry entry = EntryJson.parse(text);
                                                assertEquals(text, EntryJson.write(entry));
                                                assertEquals(
                                                        file.getFileName().toString(),
                                                        entry.id() + ".json");
                                            }));
        }
    }

    @Test
    void the_shipped_catalogue_is_the_folder() {
        assertEquals(CATALOG.entries(), Catalog.shipped().entries());
    }

    @Test
    void entries_are_sorted_by_version_and_a_candidate_comes_before_its_release() {
        List<KernelEntry> sorted = CATALOG.entries().stream().sorted().toList();
        assertEquals(sorted, CATALOG.entries());
        assertTrue(version("7.3-rc7").compareTo(version("7.3")) < 0);
        assertTrue(version("6.12.43").compareTo(version("6.12.117")) < 0);
        assertEquals(version("7.3~rc7-1~exp1"), version("7.3-rc7"));
        assertEquals("7.3-rc7", version("7.3~rc7-1~exp1").toString());
        assertEquals("7.3-rc", version("7.3~rc7-1~exp1").series());
        assertEquals("6.12", version("6.12.117+deb13-cloud-amd64").series());
    }

    @Test
    void a_name_is_an_id_a_release_a_series_or_latest() {
        assertEquals(List.of("6.12.43"), ids(CATALOG.named("6.12.43")));
        assertEquals(List.of("5.10.262"), ids(CATALOG.named("5.10.0-46-cloud-amd64")));
        assertEquals("6.12.117", ids(CATALOG.named("6.12")).getFirst());
        assertEquals("7.2", CATALOG.named("latest").getFirst().series());
        assertEquals(List.of(), CATALOG.named("6.6"));
    }

    @Test
    void a_list_selects_everything_the_latest_series_or_what_it_names() {
        assertEquals(ids(CATALOG.entries()), CATALOG.select("all"));
        assertEquals(List.of("7.1", "7.2", "7.3-rc"), CATALOG.select("latest:3"));
        assertEquals(CATALOG.series(), CATALOG.select("latest:99"));
        assertEquals(List.of("6.12", "5.10"), CATALOG.select("6.12,5.10,6.12"));
        KernelException e = assertThrows(KernelException.class, () -> CATALOG.select("6.12,,7.2"));
        assertEquals(
                "kernels: '6.12,,7.2', expected all, latest:N, or names between commas, as"
                        + " 5.10,6.12",
                e.getMessage());
    }

    @Test
    void a_file_by_another_name_is_refused() throws IOException {
        Files.copy(FOLDER.resolve("6.12.43.json"), temp.resolve("6.12.json"));
        KernelException e = assertThrows(KernelException.class, () -> Catalog.of(temp));
        assertTrue(
                String.valueOf(e.getMessage()).endsWith("id: 6.12.43, expected 6.12.json"),
                e.getMessage());
    }

    private static KernelVersion version(String text) {
        return KernelVersion.leading(text).orElseThrow();
    }

    private static List<String> ids(List<KernelEntry> entries) {
        return entries.stream().map(KernelEntry::id).toList();
    }
}
