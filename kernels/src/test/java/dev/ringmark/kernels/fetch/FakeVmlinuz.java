package dev.ringmark.kernels.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file with the boot header of an x86-64 kernel and nothing that could boot.
final class FakeVmlinuz {
    private static final int SETUP_SECTORS = 7;
    private static final int CODE_BYTES = 64 << 10;
    private static final int BYTES = (SETUP_SECTORS + 1) * 512 + CODE_BYTES;

    private FakeVmlinuz() {}

    /// The content of a whole one.
    static byte[] content(String release) {
        byte[] content = new byte[BYTES];
        ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(0x1f1, (byte) SETUP_SECTORS);
        bytes.putInt(0x1f4, CODE_BYTES / 16);
        bytes.putShort(0x1fe, (short) 0xaa55);
        bytes.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        bytes.putShort(0x20e, (short) 0x600);
        bytes.putShort(0x236, (short) 1);
        String version = release + " (somebody) #1 SMP\0";
        bytes.put(0x800, version.getBytes(StandardCharsets.US_ASCII));
        return content;
    }

    /// Writes a whole one.
    static Path write(Path file, String release) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.write(file, content(release));
    }
}
