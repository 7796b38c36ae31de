package dev.ringmark.runtime.io;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.FdStream;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.TaskException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A terminal's two sides: what is typed on one, the program reads on the other.
@Timeout(60)
@SuppressWarnings("restricted") // the library has no terminals of its own: libc makes them
class TerminalTest { // POLY-15

    private static final int READ_WRITE = 2;
    private static final int NO_CONTROL = 0x100;
    private static final int NOW = 0;
    private static final int TERMIOS_SIZE = 128; // more than any libc's

    private static Object libc(String name, MemoryLayout[] takes, Object... arguments) {
        Linker linker = Linker.nativeLinker();
        try {
            return linker.downcallHandle(
                            linker.defaultLookup().findOrThrow(name),
                            FunctionDescriptor.of(JAVA_INT, takes))
                    .invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(name, e);
        }
    }

    private static Object libc(String name, int argument) {
        return libc(name, new MemoryLayout[] {JAVA_INT}, argument);
    }

    private interface Use {
        void of(Bed bed, FdStream typed, FdStream program, int terminal) throws Exception;
    }

    /// Runs a test on the two sides of a new terminal.
    private static void with(Use use) {
        int master = (int) libc("posix_openpt", READ_WRITE | NO_CONTROL);
        assumeTrue(master >= 0, "there are no pseudo terminals here (posix_openpt)");
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(64);
            MemoryLayout[] intoBuffer = {JAVA_INT, ADDRESS, JAVA_LONG};
            assertEquals(0, libc("grantpt", master));
            assertEquals(0, libc("unlockpt", master));
            assertEquals(0, libc("ptsname_r", intoBuffer, master, name, name.byteSize()));
            String path = name.getString(0);
            Bed.with(
                    bed -> {
                        int slave = Kernel.host().calls().open(path, READ_WRITE | NO_CONTROL, 0);
                        assertTrue(slave >= 0, () -> "open: " + slave);
                        try (FdStream typed = bed.stream(Kernel.host().calls().duplicate(master));
                                FdStream program = bed.stream(slave)) {
                            use.of(bed, typed, program, slave);
                        }
                    });
        } finally {
            Kernel.host().calls().close(master);
        }
    }

    private static void makeRaw(int terminal) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment settings = arena.allocate(TERMIOS_SIZE);
            MemoryLayout[] get = {JAVA_INT, ADDRESS};
            MemoryLayout[] set = {JAVA_INT, JAVA_INT, ADDRESS};
            assertEquals(0, libc("tcgetattr", get, terminal, settings));
            Linker linker = Linker.nativeLinker();
            try {
                linker.downcallHandle(
                                linker.defaultLookup().findOrThrow("cfmakeraw"),
                                FunctionDescriptor.ofVoid(ADDRESS))
                        .invokeWithArguments(settings);
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            assertEquals(0, libc("tcsetattr", set, terminal, NOW, settings));
        }
    }

    private static void type(FdStream typed, String keys) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(keys.length())) {
            buffer.view().copyFrom(MemorySegment.ofArray(keys.getBytes(US_ASCII)));
            typed.writeAll(buffer);
        }
    }

    private static String read(FdStream from) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
            int count = from.read(buffer);
            return new String(buffer.view(0, count).toArray(JAVA_BYTE), US_ASCII);
        }
    }

    private static void assertNothingComes(FdStream from) {
        try (OwnedBuffer buffer = OwnedBuffer.allocate(64);
                Scope _ = Scope.open(Duration.ofMillis(50))) {
            assertThrows(TaskException.TimedOut.class, () -> from.read(Span.of(buffer)));
        }
    }

    @Test
    void a_line_comes_when_it_is_ended_and_edited() {
        with(
                (bed, typed, program, terminal) -> {
                    type(typed, "ab\u007fc");
                    assertNothingComes(program);
                    type(typed, "\n");
                    assertEquals("ac\n", read(program));
                    assertTrue(bed.hasSeen("READ"));
                });
    }

    @Test
    void raw_keys_come_one_by_one_and_a_wait_that_ends_eats_none() {
        with(
                (bed, typed, program, terminal) -> {
                    makeRaw(terminal);
                    for (String key : new String[] {"a", "\u007f", "\u0003", "\n"}) {
                        assertNothingComes(program);
                        type(typed, key);
                        assertEquals(key, read(program));
                    }
                    type(program, "\r\n");
                    assertEquals("\r\n", read(typed)); // and nothing was echoed
                });
    }
}
