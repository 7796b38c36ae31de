package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The tar that goes into a guest, and the one that comes out and may be hostile.
class TarTest {
    private static final int BLOCK = 512;

    @TempDir private Path folder;

    @Test
    void what_is_packed_is_unpacked() throws IOException {
        String longName = "n".repeat(120) + "/" + "m".repeat(90);
        Path source = Files.createDirectories(folder.resolve("source"));
        Files.createDirectories(source.resolve(longName).getParent());
        Files.write(source.resolve(longName), new byte[1000]);
        Files.writeString(source.resolve("empty"), "");
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(tar);
        writer.addText("text", "hello");
        writer.add("below/here", source);
        writer.finish();

        Path target = unpack(tar.toByteArray());

        assertEquals("hello", Files.readString(target.resolve("text")));
        assertEquals(1000, Files.size(target.resolve("below/here").resolve(longName)));
        assertEquals(0, Files.size(target.resolve("below/here/empty")));
    }

    @Test
    void the_system_s_tar_reads_links_modes_and_long_names() throws Exception {
        Path source = Files.createDirectories(folder.resolve("source"));
        Path program = Files.writeString(source.resolve("p".repeat(150)), "x");
        assertTrue(program.toFile().setExecutable(true));
        Files.createSymbolicLink(source.resolve("link"), Path.of("t".repeat(130)));
        Path file = folder.resolve("job.tar");
        try (var out = Files.newOutputStream(file)) {
            TarWriter writer = new TarWriter(out);
            writer.add("", source);
            writer.finish();
        }
        Path target = Files.createDirectory(folder.resolve("target"));
        Process tar =
                new ProcessBuilder("busybox", "tar", "xf", file.toString(), "-C", target.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, tar.waitFor());
        assertTrue(Files.isExecutable(target.resolve("p".repeat(150))));
        assertEquals("t".repeat(130), Files.readSymbolicLink(target.resolve("link")).toString());
    }

    @ParameterizedTest
    @CsvSource({"1,link", "2,link", "3,device", "4,device", "6,pipe", "x,header", "K,name"})
    void an_entry_that_is_no_file_and_no_folder_is_refused(char type, String name) {
        refused("type '" + type + "'", entry(name, type, ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/etc/passwd",
                "../up",
                "a/../../up",
                "a/..",
                "..",
                "a\nb",
                "a\u001b[2J",
                "."
            })
    void a_file_s_name_that_leaves_the_folder_or_the_line_is_refused(String name) {
        refused("", entry(name, '0', "content"));
        assertFalse(Files.exists(folder.resolve("up"), LinkOption.NOFOLLOW_LINKS));
    }

    @Test
    void a_name_comes_once() {
        refused("twice", entry("a", '0', "1"), entry("./a", '0', "2"));
    }

    @Test
    void nothing_lies_below_a_file() {
        refused("below a file", entry("a", '0', "1"), entry("a/b", '0', "2"));
        refused("below a file", entry("a", '0', "1"), entry("a", '5', ""));
    }

    @Test
    void a_size_that_the_tar_does_not_have_is_refused() {
        refused("left in the tar", header("a", '0', 077777777777L), new byte[BLOCK]);
    }

    @Test
    void a_folder_has_no_bytes() {
        refused("a folder with 512 bytes", header("a/", '5', 512), new byte[BLOCK]);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1025, 1L << 32})
    void a_long_name_is_bounded(long size) {
        refused("a name of " + size + " bytes", header("././@LongLink", 'L', size));
    }

    @Test
    void a_long_name_that_leaves_the_folder_is_refused() {
        byte[] name = Arrays.copyOf("../../up\0".getBytes(UTF_8), BLOCK);
        refused("not a name", header("././@LongLink", 'L', 9), name, entry("a", '0', "1"));
    }

    @Test
    void a_header_whose_sum_is_wrong_is_refused() {
        byte[] entry = entry("a", '0', "1");
        entry[0] = 'b';
        refused("wrong sum", entry);
    }

    @Test
    void a_number_that_is_none_is_refused() {
        byte[] header = header("a", '0', 1);
        Arrays.fill(header, 124, 136, (byte) 0x39);
        refused("expected octal", sealed(header));
    }

    @Test
    void a_name_that_is_no_text_is_refused() {
        byte[] header = header("a", '0', 0);
        header[0] = (byte) 0xff;
        refused("not UTF-8", sealed(header));
    }

    @Test
    void a_tar_without_its_end_is_refused() {
        HostileTarException e =
                assertThrows(HostileTarException.class, () -> unpack(entry("a", '0', "1")));
        assertTrue(String.valueOf(e.getMessage()).contains("no end"), e.getMessage());
    }

    @Test
    void a_tar_deeper_than_any_of_ours_is_refused() {
        byte[] name = Arrays.copyOf("a/".repeat(100).getBytes(UTF_8), BLOCK);
        refused("not a name", header("././@LongLink", 'L', 200), name, entry("a", '5', ""));
    }

    private void refused(String why, byte[]... parts) {
        byte[] tar = join(Stream.concat(Stream.of(parts), Stream.of(new byte[2 * BLOCK])).toList());
        HostileTarException e = assertThrows(HostileTarException.class, () -> unpack(tar));
        String message = String.valueOf(e.getMessage());
        assertTrue(message.contains(why), message);
        assertTrue(message.chars().noneMatch(c -> c < ' '), message);
    }

    private Path unpack(byte[] tar) throws IOException {
        Path target = Files.createTempDirectory(folder, "target");
        new TarReader(new ByteArrayInputStream(tar), tar.length).unpack(target);
        return target;
    }

    private static byte[] entry(String name, char type, String content) {
        byte[] bytes = content.getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(bytes, (bytes.length + BLOCK - 1) / BLOCK * BLOCK);
        return join(List.of(header(name, type, bytes.length), padded));
    }

    private static byte[] header(String name, char type, long size) {
        byte[] header = new byte[BLOCK];
        byte[] bytes = name.getBytes(UTF_8);
        System.arraycopy(bytes, 0, header, 0, bytes.length);
        byte[] digits = String.format(Locale.ROOT, "%011o", size).getBytes(ISO_8859_1);
        System.arraycopy(digits, 0, header, 124, 11);
        header[156] = (byte) type;
        return sealed(header);
    }

    private static byte[] sealed(byte[] header) {
        Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : header) {
            sum += Byte.toUnsignedInt(b);
        }
        byte[] digits = String.format(Locale.ROOT, "%06o", sum).getBytes(ISO_8859_1);
        System.arraycopy(digits, 0, header, 148, 6);
        header[154] = 0;
        return header;
    }

    private static byte[] join(List<byte[]> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
