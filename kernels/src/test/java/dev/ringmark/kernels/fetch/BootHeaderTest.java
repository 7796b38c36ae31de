package dev.ringmark.kernels.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.catalog.KernelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Issue 3, faults: a truncated vmlinuz, and one of another architecture.
class BootHeaderTest {
    @TempDir private Path temp;

    @Test
    void a_whole_vmlinuz_tells_its_release() throws IOException {
        Path file = FakeVmlinuz.write(temp.resolve("vmlinuz"), "6.6.1-mine");
        assertEquals("6.6.1-mine", BootHeader.read(file).release());
    }

    static Stream<Arguments> foreign() {
        return Stream.of(
                Arguments.of(
                        "for arm64", edit(b -> b.putInt(0x202, 0).put(0x38, ascii("ARM\144")))),
                Arguments.of("for riscv", edit(b -> b.putInt(0x202, 0).put(0x38, ascii("RSC\5")))),
                Arguments.of("an ELF file", edit(b -> b.putInt(0x202, 0).put(0, ascii("\177ELF")))),
                Arguments.of("gzip", edit(b -> b.putInt(0x202, 0).putShort(0, (short) 0x8b1f))),
                Arguments.of("EFI", edit(b -> b.putInt(0x202, 0).put(4, ascii("zimg")))),
                Arguments.of("not a Linux boot image", edit(b -> b.putShort(0x1fe, (short) 0))),
                Arguments.of("for 32-bit x86", edit(b -> b.putShort(0x236, (short) 0))),
                Arguments.of("names no version", edit(b -> b.putShort(0x20e, (short) 0))));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void anything_else_is_refused_by_what_it_is(String what, Consumer<ByteBuffer> edit)
            throws IOException {
        byte[] content = FakeVmlinuz.content("6.6.1");
        edit.accept(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN));
        Path file = Files.write(temp.resolve("vmlinuz"), content);
        String message = refusal(file);
        assertTrue(message.startsWith(file + ": ") && message.contains(what), message);
        assertTrue(message.endsWith("expected a vmlinuz (bzImage) for x86_64"), message);
    }

    @Test
    void a_truncated_vmlinuz_is_refused_with_both_sizes() throws IOException {
        byte[] whole = FakeVmlinuz.content("6.6.1");
        Path file = temp.resolve("vmlinuz");
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));
        String message = refusal(file);
        assertTrue(
                message.contains(
                        "truncated: %d bytes, and its header says %d"
                                .formatted(whole.length - 1, whole.length)),
                message);
        Files.write(file, Arrays.copyOf(whole, 100));
        assertTrue(refusal(file).contains("100 bytes, too few for a kernel"));
    }

    private static String refusal(Path file) {
        KernelException e = assertThrows(KernelException.class, () -> BootHeader.read(file));
        assertEquals(KernelException.Blame.INPUT, e.blame());
        return String.valueOf(e.getMessage());
    }

    private static Consumer<ByteBuffer> edit(Consumer<ByteBuffer> edit) {
        return edit;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
