package dev.ringmark.kernels.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Issue 3, item 1: an entry's file, and what is wrong with one, by the field's name.
class EntryJsonTest {
    private static final Truth TRUTH =
            new Truth(
                    "0x3fff",
                    List.of("NOP"),
                    List.of("SQPOLL"),
                    List.of("BUFFERS"),
                    List.of(),
                    List.of("GETEVENTS"));
    private static final KernelEntry ENTRY =
            new KernelEntry(
                    "6.12.43",
                    "6.12",
                    "6.12.43-test",
                    "cloud-amd64",
                    "2026-12",
                    new KernelSource.Archive(
                            "bookworm",
                            List.of(
                                    new KernelSource.PackagePin(
                                            "linux-image",
                                            "6.12.43-1",
                                            "pool/l.deb",
                                            "a".repeat(64),
                                            7))),
                    new KernelEntry.Vmlinuz("boot/vmlinuz", "b".repeat(64), 9),
                    KernelEntry.BootProfile.NVME_ROOT,
                    TRUTH);

    @Test
    void what_was_written_is_read_again() {
        assertEquals(ENTRY, EntryJson.parse(EntryJson.write(ENTRY)));
        KernelEntry file =
                new KernelEntry(
                        ENTRY.id(),
                        ENTRY.series(),
                        ENTRY.release(),
                        "user",
                        null,
                        new KernelSource.LocalFile(Path.of("/boot/vmlinuz")),
                        ENTRY.vmlinuz(),
                        ENTRY.boot(),
                        null);
        assertEquals(file, EntryJson.parse(EntryJson.write(file)));
        assertEquals(ENTRY.truth(), file.withTruth(TRUTH).truth());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "6.12.43", | "six", | id: six, expected a version first
                    "series" : "6.12" | "series" : "6.1" | series: 6.1, expected 6.12
                    "2026-12" | "2026-13" | endOfLife: 2026-13, expected a month
                    "pool/l.deb" | "../l.deb" | source.packages[0].path: ../l.deb, exp
                    "bytes" : 7 | "bytes" : 0 | source.packages[0].bytes: 0, expected a
                    "bytes" : 9 | "bytes" : "9" | vmlinuz.bytes: 9, expected a whole
                    "nvme_root" | "floppy" | boot: floppy, expected nvme_root
                    "0x3fff" | "3fff" | truth.features: 3fff, expected hexadec
                    "release" : | "relaese" : | release: absent, expected a value
                    "suite" : | "mirror" : "m", "suite" : | source.mirror: a field that is not
                    "flavour" : | "id" : "1.2", "flavour" : | (file): not valid JSON: Duplicate
                    "truth" : { | "truth" : [ | (file): not valid JSON
                    """)
    void an_error_names_the_field_the_value_and_what_is_expected(
            String from, String to, String message) {
        String text = EntryJson.write(ENTRY);
        assertTrue(text.contains(from), from);
        String wrong = text.replace(from, to);
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> EntryJson.parse(wrong));
        assertTrue(String.valueOf(e.getMessage()).startsWith(message), e.getMessage());
    }

    @Test
    void a_digest_has_64_digits() {
        String wrong = EntryJson.write(ENTRY).replace("b".repeat(64), "b".repeat(63));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> EntryJson.parse(wrong));
        assertTrue(
                String.valueOf(e.getMessage()).startsWith("vmlinuz.sha256: bbb"), e.getMessage());
    }
}
