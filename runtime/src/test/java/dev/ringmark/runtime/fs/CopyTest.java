package dev.ringmark.runtime.fs;

import static dev.ringmark.runtime.fs.OpenOptionsTest.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.Opcode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CopyTest {

    private static final int SIZE = (3 << 20) + 17;

    @TempDir Path folder;

    @Test
    void a_file_is_copied_by_the_kernel() {
        LoopFiles.with(files -> assertCopies(files, SIZE));
    }

    @Test
    void without_copy_file_range_it_goes_through_a_pipe() {
        LoopFiles.on(withoutRanges(), FilePolicy.ADAPTIVE, f -> assertCopies(f, SIZE));
    }

    @Test
    void without_splice_it_goes_through_a_buffer() {
        Kernel poor = Masked.hiding(withoutRanges(), Opcode.SPLICE);
        LoopFiles.on(poor, FilePolicy.ADAPTIVE, files -> assertCopies(files, SIZE));
    }

    @Test
    void an_empty_file_and_one_that_says_it_is_empty() {
        LoopFiles.with(
                files -> {
                    assertCopies(files, 0);
                    Path copy = folder.resolve("version");
                    assertTrue(files.copy(Path.of("/proc/version"), copy) > 0);
                    assertEquals(
                            Files.readString(Path.of("/proc/version")), Files.readString(copy));
                });
    }

    @Test
    void holes_stay_holes() {
        LoopFiles.with(
                files -> {
                    Path from = Files.createTempFile(folder, "holes", "");
                    long far = 4L << 30;
                    try (File file = files.open(from, OpenOptions.writing())) {
                        file.writeAllAt(1 << 20, Span.of(new byte[] {1, 2}));
                        file.truncate(far);
                    }
                    Path to = folder.resolve("copy-of-holes");
                    long copied = files.copy(from, to);
                    assertTrue(copied < 1 << 20, () -> copied + " bytes");
                    assertEquals(far, files.status(to).size());
                    assertTrue(files.status(to).blocks() * 512 < 1 << 20);
                    try (File file = files.open(to, OpenOptions.reading())) {
                        byte[] bytes = new byte[3];
                        assertEquals(3, file.readFullyAt((1 << 20) - 1, Span.of(bytes)));
                        assertArrayEquals(new byte[] {0, 1, 2}, bytes);
                    }
                });
    }

    @Test
    void what_cannot_be_copied_is_refused() {
        LoopFiles.with(
                files -> {
                    refused(
                            Errno.ENOENT,
                            () -> files.copy(folder.resolve("no"), folder.resolve("to")));
                    refused(Errno.EISDIR, () -> files.copy(folder, folder.resolve("to")));
                });
    }

    private void assertCopies(FileSystem files, int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path from = Files.createTempFile(folder, "from", "");
        Files.write(from, content);
        files.setPermissions(from, 0640);
        Path to = from.resolveSibling(from.getFileName() + "-copy");
        assertEquals(size, files.copy(from, to));
        assertArrayEquals(content, Files.readAllBytes(to));
        assertEquals(0100640, files.status(to).mode());
    }

    /// A kernel that copies no ranges between these files, as between some file systems.
    private static Kernel withoutRanges() {
        return new OtherFileCalls(
                Kernel.host(),
                method ->
                        method.getName().equals("copyRange")
                                ? (Object) (long) Errno.EXDEV.negative()
                                : null);
    }
}
