package dev.ringmark.reports.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFilesTest {
    @TempDir Path folder;

    @Test
    void files_replace_what_was_there() throws IOException {
        Files.writeString(folder.resolve("a"), "old");
        WholeFiles.write(folder, Map.of("a", "new", "b", "grün"));
        assertEquals("new", Files.readString(folder.resolve("a")));
        assertEquals("grün", Files.readString(folder.resolve("b")));
        assertEquals(List.of("a", "b"), names());
    }

    @Test
    void a_full_disk_leaves_the_old_files_and_no_other() throws IOException {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("a", "new");
        contents.put("b", "new");
        Files.writeString(folder.resolve("a"), "old");
        // Writing through this link fails as on a full disk.
        Files.createSymbolicLink(folder.resolve(".b.tmp"), Path.of("/dev/full"));
        IOException e = assertThrows(IOException.class, () -> WholeFiles.write(folder, contents));
        assertEquals(
                "report not written to " + folder + ": No space left on device", e.getMessage());
        assertEquals("old", Files.readString(folder.resolve("a")));
        assertEquals(List.of("a"), names());
    }

    @Test
    void a_file_in_place_of_the_folder_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("out"), "");
        IOException e = assertThrows(IOException.class, () -> WholeFiles.write(file, Map.of()));
        assertEquals(
                "report not written to " + file + ": a file of this name is in the way",
                e.getMessage());
    }

    @Test
    void a_folder_that_nobody_can_write_to_is_named() {
        Path sys = Path.of("/sys/ringmark");
        IOException e = assertThrows(IOException.class, () -> WholeFiles.write(sys, Map.of()));
        assertTrue(e.toString().contains(": report not written to /sys/ringmark: "));
        assertFalse(Files.exists(sys, LinkOption.NOFOLLOW_LINKS));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
