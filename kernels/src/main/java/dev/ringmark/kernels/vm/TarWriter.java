package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

/// Writes the tar that a guest unpacks: files, folders and symbolic links, nothing else.
final class TarWriter {
    /* A ustar header has 512 bytes; numbers are octal digits with a NUL behind:

    offset  bytes  what                     offset  bytes  what
    0       100    name                     148     8      sum of all bytes, these as blanks
    100     8      mode                     156     1      0 file, 2 link, 5 folder
    108     8+8    uid, gid                 157     100    link target
    124     12     size                     257     8      "ustar  " NUL: GNU's
    136     12     mtime, seconds

    GNU's long names: an entry of type L (name) or K (link target) before the one it is for. */
    static final int BLOCK = 512;
    private static final int NAME_MAX = 99;
    private static final byte[] MAGIC = "ustar  \0".getBytes(UTF_8);

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    /// A small file with this content.
    void addText(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        header(name, '0', 0755, bytes.length, 0, "");
        out.write(bytes);
        pad(bytes.length);
    }

    /// A file or a folder of the host, with all that is below, under this name.
    void add(String name, Path source) throws IOException {
        Path real = source.toRealPath(); // what is named may be a link; what is below stays one
        if (!Files.isDirectory(real)) {
            entry(name, real);
            return;
        }
        try (Stream<Path> paths = Files.walk(real)) {
            for (Path path : (Iterable<Path>) paths.sorted()::iterator) {
                String below = real.relativize(path).toString();
                String whole =
                        name.isEmpty() || below.isEmpty() ? name + below : name + "/" + below;
                if (!whole.isEmpty()) {
                    entry(whole, path);
                }
            }
        }
    }

    /// The two empty blocks that end a tar.
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
    }

    private void entry(String name, Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        long mtime = Math.max(0, attributes.lastModifiedTime().toMillis() / 1000);
        if (attributes.isSymbolicLink()) {
            header(name, '2', 0777, 0, mtime, Files.readSymbolicLink(path).toString());
        } else if (attributes.isDirectory()) {
            header(name + "/", '5', 0755, 0, mtime, "");
        } else if (attributes.isRegularFile()) {
            int mode = Files.isExecutable(path) ? 0755 : 0644;
            header(name, '0', mode, attributes.size(), mtime, "");
            copy(path, attributes.size());
        } else {
            throw new IOException(
                    path
                            + ": is a device, a pipe or a socket; only files, folders and links go"
                            + " in");
        }
    }

    private void copy(Path path, long size) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long left = size;
        try (InputStream in = Files.newInputStream(path)) {
            while (left > 0) {
                int n = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                if (n < 0) {
                    throw new IOException(path + ": became shorter while it was copied");
                }
                out.write(buffer, 0, n);
                left -= n;
            }
        }
        pad(size);
    }

    private void header(String name, char type, int mode, long size, long mtime, String target)
            throws IOException {
        longName('K', target);
        longName('L', name);
        byte[] header = new byte[BLOCK];
        text(header, 0, name);
        octal(header, 100, 8, mode);
        octal(header, 108, 8, 0);
        octal(header, 116, 8, 0);
        octal(header, 124, 12, size);
        octal(header, 136, 12, mtime);
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = (byte) type;
        text(header, 157, target);
        System.arraycopy(MAGIC, 0, header, 257, MAGIC.length);
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        octal(header, 148, 7, sum);
        out.write(header);
    }

    private void longName(char type, String name) throws IOException {
        byte[] bytes = (name + "\0").getBytes(UTF_8);
        if (bytes.length > NAME_MAX + 1) {
            header("././@LongLink", type, 0644, bytes.length, 0, "");
            out.write(bytes);
            pad(bytes.length);
        }
    }

    private static void text(byte[] header, int offset, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, offset, Math.min(bytes.length, NAME_MAX));
    }

    private static void octal(byte[] header, int offset, int width, long value) throws IOException {
        String digits = String.format(Locale.ROOT, "%0" + (width - 1) + "o", value);
        if (digits.length() > width - 1) {
            throw new IOException("a file of " + value + " bytes; tar has room for 8 GiB");
        }
        System.arraycopy(digits.getBytes(UTF_8), 0, header, offset, width - 1);
        header[offset + width - 1] = 0;
    }

    private void pad(long size) throws IOException {
        out.write(new byte[(int) (-size & (BLOCK - 1))]);
    }
}
