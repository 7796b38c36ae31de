package dev.ringmark.runtime.fs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.uapi.Errno;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpenOptionsTest { // SPG-090, SPG-092

    @TempDir Path folder;

    @Test
    void combinations_that_mean_nothing_are_refused_before_the_kernel_is_asked() {
        List<OpenOptions> wrong =
                List.of(
                        OpenOptions.reading().create(),
                        OpenOptions.reading().createNew(),
                        OpenOptions.reading().truncate(),
                        OpenOptions.reading().temporary(),
                        OpenOptions.appending().truncate(),
                        OpenOptions.writing().temporary().create());
        LoopFiles.with(
                files -> {
                    for (OpenOptions options : wrong) {
                        Path path = folder.resolve("never");
                        IllegalArgumentException e =
                                assertThrows(
                                        IllegalArgumentException.class,
                                        () -> files.open(path, options),
                                        options::toString);
                        assertTrue(
                                String.valueOf(e.getMessage()).startsWith("options: ["),
                                e::toString);
                        assertTrue(Files.notExists(path));
                    }
                });
        assertThrows(IllegalArgumentException.class, () -> OpenOptions.writing().mode(010000));
    }

    @Test
    void each_option_does_what_it_says() {
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempDirectory(folder, "each").resolve("file");
                    refused(Errno.ENOENT, () -> files.open(path, OpenOptions.writing()));
                    files.open(path, OpenOptions.writing().create().mode(0640)).close();
                    assertEquals(
                            "rw-r-----",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
                    refused(
                            Errno.EEXIST,
                            () -> files.open(path, OpenOptions.writing().createNew()));
                    append(files, path, "one ");
                    append(files, path, "two");
                    assertEquals("one two", Files.readString(path));
                    try (File file = files.open(path, OpenOptions.reading())) {
                        refused(Errno.EBADF, () -> file.writeAt(0, Span.of(new byte[1])));
                    }
                    files.open(path, OpenOptions.writing().truncate()).close();
                    assertEquals(0, Files.size(path));
                    Path link = path.resolveSibling("link");
                    Files.createSymbolicLink(link, path);
                    refused(Errno.ELOOP, () -> files.open(link, OpenOptions.reading().noFollow()));
                });
    }

    @Test
    void a_temporary_file_has_no_name() {
        LoopFiles.with(
                files -> {
                    Path empty = Files.createTempDirectory(folder, "empty");
                    try (File file = files.open(empty, OpenOptions.updating().temporary())) {
                        file.writeAllAt(0, Span.of(new byte[] {1, 2, 3}));
                        assertEquals(3, file.size());
                        assertEquals(0, file.status().links());
                    }
                    try (Stream<Path> names = Files.list(empty)) {
                        assertEquals(0, names.count());
                    }
                });
    }

    private static void append(FileSystem files, Path path, String text) {
        try (File file = files.open(path, OpenOptions.appending())) {
            file.writeAll(Span.of(text.getBytes(UTF_8)));
        }
    }

    static void refused(Errno errno, Executable call) {
        RingException e = assertThrows(RingException.class, call);
        assertEquals(errno.negative(), e.result(), e::toString);
    }
}
