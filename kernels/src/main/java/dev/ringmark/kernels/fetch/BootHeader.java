package dev.ringmark.kernels.fetch;

import dev.ringmark.kernels.catalog.KernelException;
import dev.ringmark.kernels.catalog.KernelException.Blame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a vmlinuz says of itself in its first sectors.
///
/// @param release what `uname -r` will say
public record BootHeader(String release) {
    /* The boot protocol of x86, from Documentation/arch/x86/boot.rst of the kernel:

    offset  bytes  what
    0x1f1   1      sectors of the setup code behind the first, 0 means 4
    0x1f4   4      size of the protected-mode code, in units of 16 bytes
    0x1fe   2      0xaa55
    0x202   4      "HdrS"
    0x20e   2      where the version string lies, less 0x200; 0: nowhere
    0x236   2      bit 0: the kernel has the 64-bit entry point

    So a whole file has at least (setup + 1) * 512 + size * 16 bytes. Others put something else
    there: arm64 "ARM\x64" at 0x38 (arm64/booting.rst), riscv "RSC\x05" at 0x38, ELF 0x7f "ELF",
    and a kernel with a compressed payload for EFI "zimg" at 4. */
    private static final int HEADER_BYTES = 0x10000;
    private static final int SECTOR_BYTES = 512;
    private static final int VERSION_BYTES_MAX = 200;
    private static final int HDRS = 0x53726448;
    private static final int ARM64 = 0x644d5241;
    private static final int RISCV = 0x05435352;
    private static final int ELF = 0x464c457f;
    private static final int ZIMG = 0x676d697a;

    /// Reads the header of a file; a [KernelException] says what it is instead, or what is missing.
    public static BootHeader read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            ByteBuffer head =
                    ByteBuffer.wrap(in.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
            return read(file, head, Files.size(file));
        } catch (IOException e) {
            throw new KernelException(Blame.INPUT, file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static BootHeader read(Path file, ByteBuffer head, long bytes) {
        if (head.limit() < 2 * SECTOR_BYTES) {
            throw refused(file, "it has " + bytes + " bytes, too few for a kernel");
        }
        if (Short.toUnsignedInt(head.getShort(0x1fe)) != 0xaa55 || head.getInt(0x202) != HDRS) {
            throw refused(file, "it is " + otherKind(head));
        }
        if ((head.getShort(0x236) & 1) == 0) {
            throw refused(file, "it is for 32-bit x86");
        }
        int setup = Byte.toUnsignedInt(head.get(0x1f1));
        long whole =
                ((setup == 0 ? 4 : setup) + 1L) * SECTOR_BYTES
                        + Integer.toUnsignedLong(head.getInt(0x1f4)) * 16;
        if (bytes < whole) {
            throw refused(
                    file, "it is truncated: " + bytes + " bytes, and its header says " + whole);
        }
        int version = Short.toUnsignedInt(head.getShort(0x20e)) + 0x200;
        if (version == 0x200 || version >= head.limit()) {
            throw refused(file, "its header names no version");
        }
        byte[] text = new byte[Math.min(VERSION_BYTES_MAX, head.limit() - version)];
        head.get(version, text);
        String words = new String(text, StandardCharsets.ISO_8859_1);
        return new BootHeader(words.split("[ \0]", 2)[0]);
    }

    private static String otherKind(ByteBuffer head) {
        int first = head.getInt(0);
        return switch (head.getInt(0x38)) {
            case ARM64 -> "for arm64";
            case RISCV -> "for riscv";
            default -> {
                if (first == ELF) {
                    yield "an ELF file, an uncompressed vmlinux perhaps";
                }
                if (head.getInt(4) == ZIMG) {
                    yield "an EFI image with a compressed kernel, of another architecture";
                }
                yield (first & 0xffff) == 0x8b1f
                        ? "compressed with gzip, as kernels of other architectures are"
                        : "not a Linux boot image";
            }
        };
    }

    private static KernelException refused(Path file, String why) {
        return new KernelException(
                Blame.INPUT, file + ": " + why + "; expected a vmlinuz (bzImage) for x86_64");
    }
}
