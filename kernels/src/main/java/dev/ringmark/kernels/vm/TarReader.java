package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads a tar that a guest wrote, and trusts nothing in it.
///
/// Files and folders only, with names that stay below the folder; no links, no devices, no headers
/// of other dialects; as many entries and bytes as was said, each name once. What breaks a rule
/// ends in a [HostileTarException], and the caller drops the whole.
final class TarReader {
    private static final int BLOCK = TarWriter.BLOCK;
    private static final int ENTRIES_MAX = 100_000;
    private static final int NAME_BYTES_MAX = 1024;
    private static final int DEPTH_MAX = 64;

    private final InputStream in;
    private long left;
    private int entries;

    /// A tar of at most `length` bytes, headers included.
    TarReader(InputStream in, long length) {
        this.in = in;
        this.left = length;
    }

    /// Unpacks everything below an empty folder.
    void unpack(Path folder) throws IOException {
        for (byte[] header = block(); !isEmpty(header); header = block()) {
            String longName = "";
            if (header[156] == 'L') {
                longName = longName(header);
                header = block();
            }
            checkSum(header);
            if (++entries > ENTRIES_MAX) {
                throw new HostileTarException("more than " + ENTRIES_MAX + " entries");
            }
            unpack(folder, header, longName.isEmpty() ? text(header, 0, 100) : longName);
        }
    }

    private void unpack(Path folder, byte[] header, String name) throws IOException {
        char type = (char) Byte.toUnsignedInt(header[156]);
        long size = number(header, 124, 12);
        Optional<Path> target = below(folder, name);
        switch (type) {
            case '5' -> {
                if (size != 0) {
                    throw new HostileTarException(
                            show(name) + ": a folder with " + size + " bytes");
                }
                if (target.isPresent()) {
                    makeFolder(target.get(), name);
                }
            }
            case '0', '\0' -> {
                if (target.isEmpty()) {
                    throw new HostileTarException(show(name) + ": a file in place of the folder");
                }
                Path parent = target.get().getParent();
                makeFolder(parent == null ? folder : parent, name);
                file(target.get(), name, size);
            }
            default ->
                    throw new HostileTarException(
                            show(name)
                                    + ": an entry of type '"
                                    + show(String.valueOf(type))
                                    + "'; only files and folders are taken");
        }
    }

    private static void makeFolder(Path folder, String name) throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (FileAlreadyExistsException _) {
            throw new HostileTarException(show(name) + ": below a file");
        }
    }

    private void file(Path target, String name, long size) throws IOException {
        if (size > left) {
            throw new HostileTarException(
                    show(name) + ": " + size + " bytes, with " + left + " left in the tar");
        }
        if (Files.exists(target)) {
            throw new HostileTarException(show(name) + ": twice");
        }
        long rest = size;
        try (OutputStream out = Files.newOutputStream(target)) {
            while (rest > 0) {
                byte[] block = block();
                out.write(block, 0, (int) Math.min(rest, BLOCK));
                rest -= BLOCK;
            }
        }
    }

    /// Nothing for the folder itself, which a tar of `.` begins with.
    private static Optional<Path> below(Path folder, String name) throws IOException {
        if (name.startsWith("/") || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw new HostileTarException(show(name) + ": not a name below the folder");
        }
        List<String> parts =
                List.of(name.split("/", -1)).stream()
                        .filter(part -> !part.isEmpty() && !part.equals("."))
                        .toList();
        if (parts.contains("..") || parts.size() > DEPTH_MAX) {
            throw new HostileTarException(show(name) + ": not a name below the folder");
        }
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(folder.resolve(String.join("/", parts)));
    }

    private String longName(byte[] header) throws IOException {
        checkSum(header);
        long size = number(header, 124, 12);
        if (size < 1 || size > NAME_BYTES_MAX) {
            throw new HostileTarException(
                    "a name of " + size + " bytes, expected 1.." + NAME_BYTES_MAX);
        }
        byte[] name = new byte[(int) size];
        for (int at = 0; at < size; at += BLOCK) {
            System.arraycopy(block(), 0, name, at, (int) Math.min(BLOCK, size - at));
        }
        return text(name, 0, name.length);
    }

    private static void checkSum(byte[] header) throws IOException {
        int sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : Byte.toUnsignedInt(header[i]);
        }
        if (sum != number(header, 148, 8)) {
            throw new HostileTarException("a header with a wrong sum");
        }
    }

    private static long number(byte[] header, int offset, int width) throws IOException {
        String digits = text(header, offset, width).strip();
        if (!digits.matches("[0-7]{1,11}")) {
            throw new HostileTarException("the number '" + show(digits) + "', expected octal");
        }
        return Long.parseLong(digits, 8);
    }

    private static String text(byte[] bytes, int offset, int width) throws IOException {
        int end = offset;
        while (end < offset + width && bytes[end] != 0) {
            end++;
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, offset, end - offset))
                    .toString();
        } catch (CharacterCodingException _) {
            throw new HostileTarException("a name that is not UTF-8");
        }
    }

    private byte[] block() throws IOException {
        if (left < BLOCK) {
            throw new HostileTarException("no end where one was promised");
        }
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new EOFException("the result disk is shorter than it was");
        }
        left -= BLOCK;
        return block;
    }

    private static boolean isEmpty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    /// A guest's text, made fit for a terminal.
    private static String show(String text) {
        StringBuilder shown = new StringBuilder();
        text.chars()
                .limit(80)
                .forEach(c -> shown.append(c < ' ' || c >= 0x7f ? "?" : (char) c + ""));
        return shown.toString();
    }
}
