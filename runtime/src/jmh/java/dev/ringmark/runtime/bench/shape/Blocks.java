package dev.ringmark.runtime.bench.shape;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/// A file of 16 MiB, which the page cache has: each block of 4 KiB begins with its number, and is
/// 0xA5 from there on.
final class Blocks implements AutoCloseable {

    static final int SIZE = 4096;
    static final int COUNT = 4096;
    private static final byte FILL = (byte) 0xA5;

    final Path path = Files.createTempFile("ringmark-blocks", "");

    Blocks() throws IOException {
        byte[] content = new byte[SIZE * COUNT];
        Arrays.fill(content, FILL);
        ByteBuffer all = ByteBuffer.wrap(content);
        for (int block = 0; block < COUNT; block++) {
            all.putInt(block * SIZE, block);
        }
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
            while (all.hasRemaining()) {
                file.write(all);
            }
            file.force(true);
        }
    }

    /// Which block the so-manyeth read is of.
    static int block(int read) {
        return read % COUNT;
    }

    /// Looks at what a read has brought.
    ///
    /// @param block which one it should be
    static void check(int block, int bytes, ByteBuffer content) throws WrongResultException {
        WrongResultException.unless("bytes of block " + block, SIZE, bytes);
        WrongResultException.unless("number of the block", block, content.getInt(0));
        WrongResultException.unless("end of block " + block, FILL, content.get(SIZE - 1));
    }

    @Override
    public void close() throws IOException {
        Files.delete(path);
    }
}
