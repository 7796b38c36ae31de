package dev.ringmark.runtime.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.AllocateMode;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class FileTest { // SPG-091, UM-02, UM-30, UM-31, UM-43

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource
    void what_is_written_is_read_at_offsets_and_at_the_position(FilePolicy policy) {
        LoopFiles.on(
                Kernel.host(),
                policy,
                files -> {
                    Path path = Files.createTempFile(folder, "file", "");
                    try (File file = files.open(path, OpenOptions.updating())) {
                        file.writeAllAt(3, span("defg"));
                        assertEquals(3, file.write(span("abc")));
                        byte[] all = new byte[10];
                        assertEquals(7, file.readFullyAt(0, Span.of(all)));
                        assertEquals("abcdefg", new String(all, 0, 7, UTF_8));
                        byte[] rest = new byte[2];
                        assertEquals(2, file.read(Span.of(rest))); // behind what was written
                        assertEquals("de", new String(rest, UTF_8));
                        assertEquals(-1, file.readAt(7, Span.of(rest)));
                        assertEquals(-1, file.readAt(7, List.of(Span.of(rest))));
                        assertEquals(0, file.readAt(7, new Span(OwnedBuffer.copying(rest), 0, 0)));
                        assertEquals("cdefg", new String(file.readToEndAt(2, 100), UTF_8));
                        assertEquals(7, file.size());
                    }
                });
    }

    @Test
    void every_kind_of_memory_is_taken() { // UM-02
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "memory", "");
                    try (File file = files.open(path, OpenOptions.updating());
                            OwnedBuffer owned = OwnedBuffer.allocate(4);
                            Arena arena = Arena.ofShared()) {
                        MemorySegment segment = arena.allocateFrom(JAVA_BYTE, (byte) 5, (byte) 6);
                        ByteBuffer direct =
                                ByteBuffer.allocateDirect(8).position(4).put(4, (byte) 7);
                        file.writeAllAt(0, Span.of(segment));
                        file.writeAllAt(2, Span.of(direct));
                        assertEquals(4, file.readAt(0, owned));
                        assertArrayEquals(new byte[] {5, 6, 7, 0}, owned.view().toArray(JAVA_BYTE));
                        assertEquals(2, file.readAt(0, Span.of(segment)));
                        assertFalse(owned.isLent());
                        assertThrows(IllegalArgumentException.class, () -> file.readAt(-1, owned));
                    }
                });
    }

    @Test
    void vectors_are_written_and_read_to_their_last_byte() { // UM-12
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "vector", "");
                    try (File file = files.open(path, OpenOptions.updating())) {
                        file.writeAllAt(0, List.of(span("ab"), span("cde"), span("f")));
                        byte[] first = new byte[4];
                        byte[] second = new byte[2];
                        List<Span> into = List.of(Span.of(first), Span.of(second));
                        assertEquals(6, file.readAt(0, into));
                        assertEquals("abcd", new String(first, UTF_8));
                        assertEquals("ef", new String(second, UTF_8));
                    }
                });
    }

    @Test
    void a_file_is_synced_allocated_cut_and_looked_at() { // SPG-072
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "sync", "");
                    try (File file = files.open(path, OpenOptions.updating())) {
                        file.writeAllAt(0, span("content"));
                        file.sync();
                        file.syncData();
                        file.allocate(0, 1 << 16);
                        assertEquals(1 << 16, file.size());
                        file.allocate(0, 4096, AllocateMode.PUNCH_HOLE, AllocateMode.KEEP_SIZE);
                        assertArrayEquals(new byte[8], firstBytes(file, 8));
                        file.truncate(5);
                        assertEquals(5, file.size());
                        file.setPermissions(0600);
                        assertEquals(0100600, file.status().mode());
                        assertTrue(file.status().isRegular());
                    }
                });
    }

    @Test
    void a_file_past_the_page_cache_takes_aligned_memory_only() {
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "direct", "");
                    OpenOptions direct = OpenOptions.updating().direct();
                    try (File file = files.open(path, direct);
                            OwnedBuffer block = OwnedBuffer.allocate(4096, 4096)) {
                        block.view().set(JAVA_BYTE, 17, (byte) 4);
                        assertEquals(4096, file.writeAt(0, block));
                        block.view().fill((byte) 0);
                        assertEquals(4096, file.readAt(0, block));
                        assertEquals(4, block.view().get(JAVA_BYTE, 17));
                        OpenOptionsTest.refused(
                                Errno.EINVAL, () -> file.readAt(1, new Span(block, 1, 100)));
                        assertEquals(0, file.counts().inlineReads());
                        assertEquals(0, file.counts().inlineWrites());
                    }
                });
    }

    @Test
    void an_empty_file_and_one_without_a_size_are_read() {
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "empty", "");
                    assertEquals(0, files.read(path, 10).length);
                    files.write(path, new byte[0]);
                    String version = files.readString(Path.of("/proc/version"), 4096);
                    assertEquals(Files.readString(Path.of("/proc/version")), version);
                    assertThrows(
                            IllegalStateException.class,
                            () -> files.read(Path.of("/proc/version"), 3));
                });
    }

    @Test
    void a_sparse_file_of_4_GiB_is_read_at_its_far_end() {
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "sparse", "");
                    long end = 4L << 30;
                    try (File file = files.open(path, OpenOptions.updating())) {
                        file.truncate(end);
                        file.writeAllAt(end - 2, span("zz"));
                        assertEquals(end, file.size());
                        assertArrayEquals(new byte[] {0, 'z', 'z'}, file.readToEndAt(end - 3, 100));
                        assertArrayEquals(new byte[8], firstBytes(file, 8));
                        IllegalStateException e =
                                assertThrows(
                                        IllegalStateException.class,
                                        () -> file.readToEndAt(0, 1 << 20));
                        assertTrue(String.valueOf(e.getMessage()).contains("sizeMax"), e::toString);
                    }
                });
    }

    @Test
    void a_file_that_vanishes_or_shrinks_under_us_goes_on_as_it_is() {
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "vanishing", "");
                    try (File file = files.open(path, OpenOptions.updating())) {
                        file.writeAllAt(0, span("still here"));
                        Files.delete(path);
                        assertArrayEquals("still".getBytes(UTF_8), firstBytes(file, 5));
                        assertEquals(0, file.status().links());
                        file.truncate(2);
                        byte[] into = new byte[10];
                        assertEquals(2, file.readFullyAt(0, Span.of(into)));
                    }
                    OpenOptionsTest.refused(
                            Errno.ENOENT, () -> files.open(path, OpenOptions.reading()));
                });
    }

    @Test
    void a_closed_file_is_refused_and_closing_it_again_does_nothing() { // UM-40, POLY-12
        LoopFiles.with(
                files -> {
                    Path path = Files.createTempFile(folder, "closed", "");
                    File file = files.open(path, OpenOptions.reading());
                    file.close();
                    file.close();
                    TaskException.Closed e =
                            assertThrows(
                                    TaskException.Closed.class,
                                    () -> file.readAt(0, Span.of(new byte[1])));
                    assertTrue(String.valueOf(e.getMessage()).endsWith("is closed"), e::toString);
                    assertThrows(TaskException.Closed.class, file::size);
                });
    }

    @Test
    void a_wait_is_ended_by_its_scope_and_leaves_nothing() { // UM-33
        LoopFiles.with(
                files -> {
                    Path fifo = folder.resolve("fifo-" + System.nanoTime());
                    assertEquals(
                            0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
                    // Open for reading and writing, a FIFO does not wait for the other side.
                    try (File file = files.open(fifo, OpenOptions.updating());
                            OwnedBuffer buffer = OwnedBuffer.allocate(8)) {
                        try (Scope _ = Scope.open(Duration.ofMillis(5))) {
                            assertThrows(TaskException.TimedOut.class, () -> file.read(buffer));
                        }
                        assertFalse(buffer.isLent());
                        file.writeAll(span("now"));
                        assertEquals(3, file.read(buffer));
                    }
                });
    }

    private static byte[] firstBytes(File file, int count) {
        byte[] bytes = new byte[count];
        assertEquals(count, file.readFullyAt(0, Span.of(bytes)));
        return bytes;
    }

    private static Span span(String text) {
        return Span.of(text.getBytes(UTF_8));
    }
}
