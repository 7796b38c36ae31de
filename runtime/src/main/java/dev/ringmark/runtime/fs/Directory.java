package dev.ringmark.runtime.fs;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The names in a directory, one after the other; opened by the ring and read by getdents64(2) on a
/// thread of the pool, because the ring has no opcode for that (7.0).
///
/// Names that come or go meanwhile may be among them or not. For one thread at a time.
public final class Directory implements AutoCloseable {

    private static final long READ_SIZE = 32 << 10;

    /* struct linux_dirent64 of getdents(2):
     *   0 8 d_ino, 8 8 d_off, 16 2 d_reclen, 18 1 d_type, 19 d_name, which ends with a zero */
    private static final int LENGTH = 16;
    private static final int TYPE = 18;
    private static final int NAME = 19;

    private final File file;
    private final WithoutRing withoutRing;
    private final Deque<DirectoryEntry> entries = new ArrayDeque<>();
    private boolean isAtEnd;

    Directory(File file, WithoutRing withoutRing) {
        this.file = file;
        this.withoutRing = withoutRing;
    }

    /// The next name, or null after the last; without "." and "..".
    public @Nullable DirectoryEntry next() {
        while (entries.isEmpty() && !isAtEnd) {
            fill();
        }
        return entries.poll();
    }

    @Override
    public void close() {
        file.close();
    }

    private void fill() {
        // The pool's thread may still write when this one has left, so the memory is its own.
        Names names =
                withoutRing.onPool(
                        calls -> {
                            OwnedBuffer buffer = OwnedBuffer.allocate(READ_SIZE);
                            try {
                                MemorySegment memory = buffer.view();
                                long size =
                                        file.held(
                                                        each ->
                                                                each.readDirectory(
                                                                        file.fd().number(), memory))
                                                .applyAsLong(calls);
                                return Names.of(size, memory);
                            } finally {
                                buffer.close();
                            }
                        });
        int size = Refusal.orResult(names.result, "getdents64 of " + file);
        isAtEnd = size == 0;
        entries.addAll(names.entries);
    }

    private record Names(int result, Deque<DirectoryEntry> entries) {

        static Names of(long size, MemorySegment memory) {
            Deque<DirectoryEntry> entries = new ArrayDeque<>();
            long at = 0;
            while (at < size) {
                int length = Short.toUnsignedInt(memory.get(JAVA_SHORT_UNALIGNED, at + LENGTH));
                String name = memory.getString(at + NAME, UTF_8);
                if (!name.equals(".") && !name.equals("..")) {
                    FileType type = FileType.of(memory.get(JAVA_BYTE, at + TYPE));
                    entries.add(
                            new DirectoryEntry(name, type, memory.get(JAVA_LONG_UNALIGNED, at)));
                }
                at += length;
            }
            return new Names((int) size, entries);
        }
    }
}
