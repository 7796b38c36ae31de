package dev.ringmark.runtime.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Advice;
import dev.ringmark.runtime.op.Advise;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// That reads and writes went the way the policy says, by a record of what the ring was asked for.
@Timeout(60)
class FilePolicyTest { // UM-41, SPG-070

    private static final int CALLS = 100;

    @TempDir Path folder;

    @Test
    void cached_reads_are_inline_and_the_ring_hears_of_none() throws IOException {
        String trace = LoopFiles.traceOf(FilePolicy.ADAPTIVE, this::readOften);
        assertEquals(0, LoopFiles.count(trace, "READ"));
        assertEquals(1, LoopFiles.count(trace, "OPENAT"));
        assertEquals(1, LoopFiles.count(trace, "CLOSE"));
    }

    @Test
    void with_RING_every_read_and_write_is_an_operation() throws IOException {
        String reads = LoopFiles.traceOf(FilePolicy.RING, this::readOften);
        assertEquals(CALLS, LoopFiles.count(reads, "READ"));
        String writes = LoopFiles.traceOf(FilePolicy.RING, this::writeOften);
        assertEquals(CALLS, LoopFiles.count(writes, "WRITE"));
    }

    @Test
    void adaptive_writes_to_the_page_cache_do_not_go_through_the_ring_one_by_one()
            throws IOException {
        String trace = LoopFiles.traceOf(FilePolicy.ADAPTIVE, this::writeOften);
        // One that took long sends those of the next 100 ms through the ring; not all will.
        assertTrue(LoopFiles.count(trace, "WRITE") < CALLS, trace);
    }

    @Test
    void a_policy_that_never_waits_writes_by_the_ring_what_the_file_system_may_wait_for()
            throws IOException {
        String trace =
                LoopFiles.traceOf(
                        FilePolicy.NEVER_WAITING,
                        files -> {
                            FileCounts counts = writeOften(files);
                            assertEquals(CALLS, counts.inlineWrites() + counts.ringWrites());
                        });
        int byRing = LoopFiles.count(trace, "WRITE");
        // ext4 knows no RWF_NOWAIT for writes, XFS and Btrfs do: each all or nothing.
        assertTrue(byRing == CALLS || byRing == 0, () -> byRing + " writes by the ring");
    }

    @Test
    void reads_that_are_not_cached_take_the_ring() throws IOException {
        Path path = Files.createTempFile(folder, "cold", "");
        Files.write(path, new byte[1 << 20]);
        String trace =
                LoopFiles.traceOf(
                        FilePolicy.ADAPTIVE,
                        files -> {
                            try (File file = files.open(path, OpenOptions.updating())) {
                                file.sync();
                                drop(files, file);
                                assertEquals(1 << 20, files.read(path, 1 << 20).length);
                            }
                        });
        assertTrue(LoopFiles.count(trace, "READ") > 0, trace);
    }

    @Test
    void one_file_has_a_policy_of_its_own_and_says_what_became_of_it() throws IOException {
        String trace =
                LoopFiles.traceOf(
                        FilePolicy.ADAPTIVE,
                        files -> {
                            Path path = filled();
                            OpenOptions ring = OpenOptions.reading().policy(FilePolicy.RING);
                            try (File file = files.open(path, ring)) {
                                file.readAt(0, Span.of(new byte[8]));
                                assertEquals(new FileCounts(0, 1, 0, 0), file.counts());
                                assertEquals(FilePolicy.RING, file.policy());
                            }
                        });
        assertEquals(1, LoopFiles.count(trace, "READ"));
    }

    @Test
    void a_task_that_finds_everything_cached_lets_others_run() {
        LoopFiles.with(
                files -> {
                    Path path = filled();
                    Task<Integer> other;
                    try (File file = files.open(path, OpenOptions.reading());
                            OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                        other = files.loop().fork(() -> 7);
                        long until = System.nanoTime() + LoopFiles.PATIENCE.toNanos();
                        while (!other.isDone() && System.nanoTime() < until) {
                            file.readAt(0, buffer);
                        }
                    }
                    assertTrue(other.isDone());
                });
    }

    private void readOften(FileSystem files) throws IOException {
        try (File file = files.open(filled(), OpenOptions.reading());
                OwnedBuffer buffer = OwnedBuffer.allocate(4096)) {
            for (int call = 0; call < CALLS; call++) {
                assertEquals(4096, file.readAt(0, buffer));
            }
        }
    }

    private FileCounts writeOften(FileSystem files) throws IOException {
        try (File file = files.open(filled(), OpenOptions.writing());
                OwnedBuffer buffer = OwnedBuffer.allocate(4096)) {
            for (int call = 0; call < CALLS; call++) {
                assertEquals(4096, file.writeAt(0, buffer));
            }
            return file.counts();
        }
    }

    private Path filled() throws IOException {
        Path path = Files.createTempFile(folder, "filled", "");
        return Files.write(path, new byte[4096]);
    }

    private static void drop(FileSystem files, File file) {
        files.loop().run(Advise.of(file.fd(), 0, 1 << 20, Advice.DONT_NEED), null).take();
    }
}
