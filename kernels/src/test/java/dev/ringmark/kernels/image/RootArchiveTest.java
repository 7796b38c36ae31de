package dev.ringmark.kernels.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The root of a container, made for real.
class RootArchiveTest {
    private static final long BYTES_MAX = 120L << 20;

    @TempDir private Path folder;

    @Test
    @Tag("vm")
    void it_holds_a_shell_a_jvm_and_what_it_is_given_and_is_small() throws IOException {
        HostTools tools = RealTools.with(HostTools.Tool.BUSYBOX);
        Path given = Files.writeString(folder.resolve("given"), "a jar");
        Path tar = folder.resolve("root.tar");
        RootArchive.write(tar, tools, Map.of("opt/ringmark/a.jar", given));
        String listing =
                HostTools.run(
                        List.of(
                                tools.find(HostTools.Tool.BUSYBOX).toString(),
                                "tar",
                                "-tvf",
                                tar.toString()));
        assertEntry(listing, "-rwxr-xr-x .* \\./opt/java/bin/java");
        assertEntry(listing, "lrwxrwxrwx .* \\./usr/bin/sh -> busybox");
        assertEntry(listing, "-rw-.* \\./opt/ringmark/a\\.jar");
        assertEntry(listing, "drwxr-xr-x .* \\./");
        assertEntry(listing, "drwxrwxrwx .* \\./tmp/");
        assertTrue(Files.size(tar) < BYTES_MAX, Files.size(tar) + " B");
    }

    @Test
    void a_file_that_is_missing_leaves_nothing() {
        Path tar = folder.resolve("root.tar");
        Map<String, Path> files = Map.of("a.jar", folder.resolve("nothing"));
        HostTools tools = new HostTools(List.of());
        HostException e =
                assertThrows(HostException.class, () -> RootArchive.write(tar, tools, files));
        assertEquals(
                folder.resolve("nothing") + ": cannot be read; is Ringmark built?", e.getMessage());
        assertFalse(Files.exists(tar));
    }

    private static void assertEntry(String listing, String form) {
        assertTrue(
                listing.lines().anyMatch(line -> line.matches(form + "/?")),
                form + " is not in\n" + listing);
    }
}
