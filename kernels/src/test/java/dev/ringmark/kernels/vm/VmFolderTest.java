package dev.ringmark.kernels.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.image.HostException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a VM needs on the host: made whole, or not at all.
class VmFolderTest {
    private static final VmJob JOB = VmJob.of(Path.of("vmlinuz"), List.of("true"));

    @TempDir private Path folder;

    @Test
    void a_host_whose_disk_is_full_is_told_with_what_is_free() throws Exception {
        Path big = Files.write(folder.resolve("big"), new byte[2 << 20]);
        Path small = Files.createDirectory(folder.resolve("small"));
        try (SmallDisk disk = SmallDisk.mount(small, 1)) {
            HostException e =
                    assertThrows(
                            HostException.class,
                            () -> new VmFolder(disk.path(), JOB.withFile("big", big)));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("No space left on device"), message);
            assertTrue(message.endsWith("MiB free"), message);
            assertEmpty(small);
        }
    }

    @Test
    void a_share_that_is_too_large_for_the_guest_is_refused() throws IOException {
        Path big = Files.write(folder.resolve("big"), new byte[65 << 20]);
        Path vms = Files.createDirectory(folder.resolve("vms"));
        VmJob job = JOB.withMemoryMib(128).withFile("big", big);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> new VmFolder(vms, job));
        assertEquals(
                "files: 65 MiB, expected at most half of the guest's memory of 128 MiB",
                e.getMessage());
        assertEmpty(vms);
    }

    @Test
    void a_folder_that_is_not_there_is_told() {
        Path nowhere = folder.resolve("nowhere");
        HostException e = assertThrows(HostException.class, () -> new VmFolder(nowhere, JOB));
        assertTrue(String.valueOf(e.getMessage()).startsWith(nowhere + ": "), e.getMessage());
    }

    @Test
    void a_folder_too_deep_for_a_socket_is_told() throws IOException {
        Path deep = Files.createDirectories(folder.resolve("d".repeat(100)));
        HostException e = assertThrows(HostException.class, () -> new VmFolder(deep, JOB));
        assertTrue(String.valueOf(e.getMessage()).contains("java.io.tmpdir"), e.getMessage());
        assertEmpty(deep);
    }

    @Test
    void what_cannot_go_into_a_guest_is_named() {
        Path device = Path.of("/dev/null");
        HostException e =
                assertThrows(
                        HostException.class,
                        () -> new VmFolder(folder, JOB.withFile("null", device)));
        assertTrue(String.valueOf(e.getMessage()).contains("/dev/null: is a device"));
    }

    private static void assertEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
