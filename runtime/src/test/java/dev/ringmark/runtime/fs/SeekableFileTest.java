package dev.ringmark.runtime.fs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.io.Bed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The JDK's own channel says what is right. // UM-24, UM-43, UM-50
@Timeout(60)
class SeekableFileTest {

    private static SeekableFile open(Bed bed, Path path) {
        FileSystem files = FileSystem.on(bed.loop());
        return SeekableFile.of(files.open(path, OpenOptions.updating().create()));
    }

    private static ByteBuffer buffer(Random random, int length, boolean isSource) {
        ByteBuffer buffer =
                random.nextBoolean()
                        ? ByteBuffer.allocateDirect(length + 3)
                        : ByteBuffer.allocate(length + 3);
        while (isSource && buffer.hasRemaining()) {
            buffer.put((byte) random.nextInt());
        }
        buffer.clear().position(2).limit(2 + length);
        return isSource && random.nextInt(3) == 0 ? buffer.asReadOnlyBuffer() : buffer;
    }

    /// One step on both channels, which must end alike.
    private static void step(Random random, SeekableByteChannel ours, SeekableByteChannel theirs)
            throws IOException {
        int length = random.nextInt(20) == 0 ? 200_000 : random.nextInt(50);
        switch (random.nextInt(4)) {
            case 0 -> {
                ByteBuffer from = buffer(random, length, true);
                ByteBuffer same = from.duplicate();
                assertEquals(theirs.write(same), ours.write(from));
                assertEquals(same.position(), from.position());
            }
            case 1 -> read(random, length, ours, theirs);
            case 2 -> {
                long position = random.nextInt(1000);
                ours.position(position);
                theirs.position(position);
            }
            default -> {
                long size = random.nextInt(1500);
                ours.truncate(size);
                theirs.truncate(size);
            }
        }
        assertEquals(theirs.position(), ours.position());
        assertEquals(theirs.size(), ours.size());
    }

    /// A channel may give less than it has, so ours is asked until it has given as much.
    private static void read(
            Random random, int length, SeekableByteChannel ours, SeekableByteChannel theirs)
            throws IOException {
        ByteBuffer expected = ByteBuffer.allocate(length);
        int count = theirs.read(expected);
        ByteBuffer into = buffer(random, length, false);
        int first = ours.read(into);
        assertEquals(count < 0, first < 0);
        while (into.position() < 2 + Math.max(count, 0)) {
            assertTrue(ours.read(into) > 0);
        }
        assertEquals(expected.flip(), into.flip().position(2));
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void it_does_what_the_jdks_does(@TempDir Path directory) {
        Bed.with(
                bed -> {
                    for (long seed = 0; seed < 20; seed++) {
                        Random random = new Random(seed);
                        Path mine = directory.resolve("mine" + seed);
                        Path other = directory.resolve("other" + seed);
                        try (SeekableFile ours = open(bed, mine);
                                FileChannel theirs =
                                        FileChannel.open(
                                                other,
                                                StandardOpenOption.CREATE,
                                                StandardOpenOption.READ,
                                                StandardOpenOption.WRITE)) {
                            for (int at = 0; at < 50; at++) {
                                step(random, ours, theirs);
                            }
                        }
                        assertEquals(-1L, Files.mismatch(mine, other), "seed " + seed);
                    }
                });
    }

    @Test
    void it_refuses_what_makes_no_sense_and_what_comes_too_late(@TempDir Path directory) {
        Bed.with(
                bed -> {
                    SeekableFile channel = open(bed, directory.resolve("file"));
                    assertThrows(IllegalArgumentException.class, () -> channel.position(-1));
                    assertThrows(IllegalArgumentException.class, () -> channel.truncate(-1));
                    ByteBuffer buffer = ByteBuffer.allocate(3);
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> channel.read(buffer.asReadOnlyBuffer()));
                    assertEquals(0, channel.read(ByteBuffer.allocate(0)));
                    assertEquals(-1, channel.read(buffer));
                    assertEquals(3, channel.write(buffer));
                    channel.position(1);
                    try (InputStream in = Channels.newInputStream(channel)) {
                        assertEquals(2, in.readAllBytes().length);
                    }
                    assertFalse(channel.isOpen());
                    assertTrue(bed.hasSeen("CLOSE")); // UM-41, UM-63
                    channel.close();
                    assertThrows(ClosedChannelException.class, () -> channel.read(buffer));
                    assertThrows(ClosedChannelException.class, () -> channel.write(buffer));
                    assertThrows(ClosedChannelException.class, channel::position);
                    assertThrows(ClosedChannelException.class, () -> channel.position(1));
                    assertThrows(ClosedChannelException.class, channel::size);
                    assertThrows(ClosedChannelException.class, () -> channel.truncate(1));
                });
    }
}
