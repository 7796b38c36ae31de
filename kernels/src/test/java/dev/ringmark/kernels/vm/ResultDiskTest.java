package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A result exists only if its trailer is there and true.
class ResultDiskTest {
    @TempDir private Path folder;
    private Path file = Path.of("");
    private ResultDisk disk = new ResultDisk(file);
    private byte[] tar = new byte[0];

    @BeforeEach
    void write_a_tar_without_a_trailer() throws IOException {
        file = folder.resolve("result.img");
        disk = ResultDisk.create(file, 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TarWriter writer = new TarWriter(out);
        writer.addText("run.ndjson", "{}\n");
        writer.finish();
        tar = out.toByteArray();
        put(0, tar);
    }

    @Test
    void a_true_trailer_makes_a_result() throws IOException {
        seal("ringmark-result 1 status=7 length=%d sha256=%s end\n", tar.length, digest());
        ResultDisk.Trailer trailer = disk.trailer().orElseThrow();
        assertEquals(7, trailer.status());
        Path target = folder.resolve("target");
        disk.unpack(trailer, target);
        assertEquals("{}\n", Files.readString(target.resolve("run.ndjson")));
        assertEquals(List.of("run.ndjson"), names(target));
    }

    @Test
    void without_a_trailer_there_is_no_result() throws IOException {
        assertEquals(Optional.empty(), disk.trailer());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ringmark-result 1 status=0 length=%d sha256=%s",
                "ringmark-result 1 status=0 length=%d sha256=%s en",
                "ringmark-result 2 status=0 length=%d sha256=%s end\n",
                "ringmark-result 1 status=0000 length=%d sha256=%s end\n",
                "ringmark-result 1 status=0 length=1%d sha256=%s end\n",
                "ringmark-result 1 status=0 length=-%d sha256=%s end\n",
                "ringmark-result 1 status=0 length=999999999%d sha256=%s end\n",
                "ringmark-result 1 status=0 length=%d sha256=0%s end\n",
                "x ringmark-result 1 status=0 length=%d sha256=%s end\n",
                "ringmark-result 1 status=0 length=%d sha256=%s end\nx",
            })
    void a_trailer_that_is_cut_or_untrue_is_none(String text) throws IOException {
        seal(text, tar.length, digest());
        assertEquals(Optional.empty(), disk.trailer());
    }

    @Test
    void a_tar_that_changed_after_its_digest_is_no_result() throws IOException {
        seal("ringmark-result 1 status=0 length=%d sha256=%s end\n", tar.length, digest());
        put(600, new byte[] {'x'});
        assertEquals(Optional.empty(), disk.trailer());
    }

    @Test
    void a_disk_that_is_too_small_for_a_trailer_has_none() throws IOException {
        Path small = Files.write(folder.resolve("small"), new byte[100]);
        assertEquals(Optional.empty(), new ResultDisk(small).trailer());
    }

    @Test
    void of_a_hostile_tar_nothing_is_kept() throws IOException {
        tar[tar.length - 1024] = 'x'; // an entry with a wrong sum behind a good one
        put(0, tar);
        seal("ringmark-result 1 status=0 length=%d sha256=%s end\n", tar.length, digest());
        ResultDisk.Trailer trailer = disk.trailer().orElseThrow();
        Path target = folder.resolve("target");
        assertThrows(HostileTarException.class, () -> disk.unpack(trailer, target));
        assertEquals(List.of(), names(target));
    }

    private void seal(String text, int length, String digest) throws IOException {
        put((1 << 20) - 4096, text.formatted(length, digest).getBytes(UTF_8));
    }

    private void put(long offset, byte[] bytes) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.seek(offset);
            out.write(bytes);
        }
    }

    private String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(tar));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }
}
