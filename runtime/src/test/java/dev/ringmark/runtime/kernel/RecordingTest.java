package dev.ringmark.runtime.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.ring.Cqe;
import dev.ringmark.runtime.ring.Ring;
import dev.ringmark.runtime.ring.RingOptions;
import dev.ringmark.runtime.ring.Sqe;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordingTest {

    private static final Pattern USER_DATA = Pattern.compile("\"user_data\":\"0x([0-9a-f]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final StringBuilder text = new StringBuilder();

    @Test
    void a_call_is_one_line_with_what_was_consumed_and_what_appeared() throws IOException {
        try (Recording kernel = Recording.to(Kernel.host(), text, 100);
                Ring ring = Ring.open(kernel, RingOptions.entries(8).with(SetupFlag.CLAMP))) {
            sqe(ring)
                    .prepare(Opcode.NOP, -1, 0, 7, 0)
                    .operationFlags(NopFlag.INJECT_RESULT.bits())
                    .flag(SqeFlag.ASYNC)
                    .userData(-1);
            sqe(ring).prepare(200, 3, 0x1000, 0, -1).userData(2).flags(0x84);
            assertEquals(2, ring.submitAndWait(2));
            assertEquals(-6, ring.register(RegisterOp.UNREGISTER_FILES, MemorySegment.NULL, 0));
        }
        List<String> lines = lines();
        assertEquals(4, lines.size());
        String setup = lines.get(0);
        assertTrue(setup.startsWith("{\"call\":\"setup\",\"at_ns\":"), setup);
        assertTrue(setup.contains("\"entries\":8,\"flags\":[\"CLAMP\"],\"sq_entries\":8,"), setup);
        assertTrue(setup.contains("\"features\":[\"SINGLE_MMAP\",\"NODROP\","), setup);
        assertEquals(
                "{\"call\":\"enter\",#,\"result\":2,\"fd\":#,\"to_submit\":2,\"min_complete\":2,"
                        + "\"flags\":[\"GETEVENTS\"],\"sqes\":["
                        + "{\"opcode\":\"NOP\",\"flags\":[\"ASYNC\"],\"fd\":-1,"
                        + "\"user_data\":\"0xffffffffffffffff\",\"len\":7,\"op_flags\":1},"
                        + "{\"opcode\":\"200\",\"flags\":[\"IO_LINK\",\"0x80\"],\"fd\":3,"
                        + "\"user_data\":\"0x2\",\"off\":\"0xffffffffffffffff\","
                        + "\"addr\":\"0x1000\"}],"
                        + "\"cqes\":["
                        + "{\"user_data\":\"0x2\",\"res\":-22,\"errno\":\"-EINVAL\",\"flags\":[]},"
                        + "{\"user_data\":\"0xffffffffffffffff\",\"res\":7,\"flags\":[]}],"
                        + "\"sqes_missed\":0,\"cqes_missed\":0}",
                blurred(lines.get(1)));
        assertEquals(
                "{\"call\":\"register\",#,\"result\":-6,\"errno\":\"-ENXIO\",\"fd\":#,"
                        + "\"operation\":\"UNREGISTER_FILES\",\"count\":0,\"by_index\":0,"
                        + "\"sqes\":[],\"cqes\":[],\"sqes_missed\":0,\"cqes_missed\":0}",
                blurred(lines.get(2)));
        assertEquals("{\"call\":\"end\",\"lines\":3,\"lines_left_out\":0}", lines.get(3));
    }

    static RingOptions[] modes() {
        RingOptions plain = RingOptions.entries(4);
        return new RingOptions[] {
            plain,
            plain.with(SetupFlag.NO_SQARRAY),
            plain.with(SetupFlag.SQE128, SetupFlag.CQE32),
            plain.with(SetupFlag.CQE_MIXED),
            plain.with(SetupFlag.NO_MMAP, SetupFlag.NO_SQARRAY),
            plain.with(SetupFlag.SINGLE_ISSUER, SetupFlag.DEFER_TASKRUN),
        };
    }

    @ParameterizedTest
    @MethodSource("modes")
    void each_sqe_and_each_cqe_is_told_once_across_wraps(RingOptions options) throws IOException {
        HostNeeds.ring(options);
        List<Long> expected = new ArrayList<>();
        try (Recording kernel = Recording.to(Kernel.host(), text, 1000);
                Ring ring = Ring.open(kernel, options)) {
            for (int userData = 0; userData < 50; userData++) {
                boolean wide = options.has(SetupFlag.CQE_MIXED) && userData % 3 == 0;
                sqe(ring)
                        .prepare(Opcode.NOP, -1, 0, 0, 0)
                        .operationFlags(wide ? NopFlag.CQE32.bits() : 0)
                        .userData(userData);
                expected.add((long) userData);
                assertEquals(1, ring.submitAndWait(1));
                Cqe cqe = ring.peek();
                assertNotNull(cqe);
                assertEquals(wide || options.has(SetupFlag.CQE32), cqe.isWide());
                ring.advance();
            }
        }
        assertEquals(expected, userData("\"sqes\":\\[(.*?)\\],\"cqes\""));
        assertEquals(expected, userData("\"cqes\":\\[(.*?)\\],\"sqes_missed\""));
        assertTrue(text.toString().contains("\"cqes_missed\":0}"));
    }

    @Test
    void what_the_kernel_did_not_take_is_told_with_the_call_that_did() throws IOException { // S022
        Faulty faulty = Faulty.over(Kernel.host());
        faulty.at(Faulty.Call.ENTER, 1, Faulty.Fault.shortSubmit(1));
        try (Recording kernel = Recording.to(faulty, text, 100);
                Ring ring = Ring.open(kernel, RingOptions.entries(4))) {
            nops(ring, 0, 3);
            assertEquals(1, ring.submit());
            assertEquals(2, ring.submit());
        }
        String consumed = "\"sqes\":\\[(.*?)\\],\"cqes\"";
        assertEquals(List.of(0L), userData(lines().get(1), consumed));
        assertEquals(List.of(1L, 2L), userData(lines().get(2), consumed));
    }

    @Test
    void the_sq_thread_is_watched_at_every_call_and_at_the_end() throws IOException {
        try (Recording kernel = Recording.to(Kernel.host(), text, 1000)) {
            try (Ring ring = Ring.open(kernel, RingOptions.entries(4).withSqThread(1000))) {
                for (int round = 0; round < 3; round++) {
                    nops(ring, 4L * round, 4);
                    ring.submit();
                    awaitAndReap(ring, 4);
                }
                ring.flush();
            }
        }
        List<Long> told = userData("\"sqes\":\\[(.*?)\\],\"cqes\"");
        long missed = lastCount("sqes_missed");
        assertEquals(12, told.size() + missed);
        assertEquals(11, told.getLast());
        assertEquals(
                12,
                userData("\"cqes\":\\[(.*?)\\],\"sqes_missed\"").size() + lastCount("cqes_missed"));
    }

    @Test
    void cqes_that_were_overwritten_between_two_calls_are_counted() throws IOException {
        try (Recording kernel = Recording.to(Kernel.host(), text, 100);
                Ring ring = Ring.open(kernel, RingOptions.entries(2));
                Ring other = Ring.open(Kernel.host(), RingOptions.entries(8))) {
            for (int round = 0; round < 5; round++) { // 10 messages into a CQ of 4
                for (int count = 0; count < 2; count++) {
                    sqe(other).prepare(Opcode.MSG_RING, ring.fd(), 0, 0, 2 * round + count);
                }
                assertEquals(2, other.submitAndWait(2));
                other.peek();
                other.advance();
                other.peek();
                other.advance();
                awaitAndReap(ring, 2);
            }
            assertEquals(0, ring.flush());
        }
        assertEquals(List.of(6L, 7L, 8L, 9L), userData("\"cqes\":\\[(.*?)\\],\"sqes_missed\""));
        assertEquals(6, lastCount("cqes_missed"));
    }

    @Test
    void what_came_after_the_last_call_is_told_when_the_ring_goes() throws IOException {
        try (Recording kernel = Recording.to(Kernel.host(), text, 100);
                Ring other = Ring.open(Kernel.host(), RingOptions.entries(2))) {
            try (Ring ring = Ring.open(kernel, RingOptions.entries(2))) {
                sqe(other).prepare(Opcode.MSG_RING, ring.fd(), 0, 5, 77);
                assertEquals(1, other.submitAndWait(1));
                awaitAndReap(ring, 1);
            }
        }
        String last = lines().get(1);
        assertTrue(last.startsWith("{\"call\":\"unmap\""), last);
        assertTrue(last.contains("{\"user_data\":\"0x4d\",\"res\":5,\"flags\":[]}"), last);
        assertEquals(3, lines().size());
    }

    @Test
    void a_full_trace_counts_what_it_leaves_out() throws IOException {
        try (Recording kernel = Recording.to(Kernel.host(), text, 2);
                Ring ring = Ring.open(kernel, RingOptions.entries(4))) {
            for (int count = 0; count < 5; count++) {
                assertEquals(0, ring.flush());
            }
        }
        assertEquals(3, lines().size());
        assertEquals("{\"call\":\"end\",\"lines\":2,\"lines_left_out\":4}", lines().get(2));
        assertThrows(IllegalArgumentException.class, () -> Recording.to(Kernel.host(), text, 0));
    }

    @Test
    void a_file_has_its_name_only_when_it_is_whole(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("trace.ndjson");
        Recording kernel = Recording.to(Kernel.host(), file, 100);
        Ring.open(kernel, RingOptions.entries(4)).close();
        assertFalse(Files.exists(file));
        kernel.close();
        List<String> written = Files.readAllLines(file);
        assertEquals(2, written.size());
        assertTrue(written.get(1).startsWith("{\"call\":\"end\",\"lines\":1,"));
        assertFalse(Files.exists(folder.resolve("trace.ndjson.part")));
    }

    @Test
    void a_sink_that_fails_ends_the_trace_and_not_the_ring() {
        Appendable broken =
                new Appendable() {
                    @Override
                    public Appendable append(CharSequence line) throws IOException {
                        throw new IOException("full");
                    }

                    @Override
                    public Appendable append(CharSequence line, int from, int to)
                            throws IOException {
                        throw new IOException("full");
                    }

                    @Override
                    public Appendable append(char character) throws IOException {
                        throw new IOException("full");
                    }
                };
        Recording kernel = Recording.to(Kernel.host(), broken, 100);
        try (Ring ring = Ring.open(kernel, RingOptions.entries(4))) {
            nops(ring, 0, 1);
            assertEquals(1, ring.submitAndWait(1));
        }
        assertThrows(IOException.class, kernel::close);
    }

    @Test
    void text_is_escaped_as_json_wants_it() {
        String line = new JsonLine().string("a\"b", "\\ \n \u0001 é \ud83d\ude00").line();
        assertEquals("{\"a\\\"b\":\"\\\\ \\u000a \\u0001 é \\ud83d\\ude00\"}\n", line);
    }

    private List<String> lines() {
        return text.toString().lines().toList();
    }

    /// The line without its times and fds.
    private static String blurred(String line) {
        return line.replaceAll("\"at_ns\":\\d+,\"took_ns\":\\d+", "#")
                .replaceFirst("\"fd\":\\d+", "\"fd\":#");
    }

    private List<Long> userData(String arrayPattern) {
        return userData(text.toString(), arrayPattern);
    }

    private static List<Long> userData(String lines, String arrayPattern) {
        List<Long> found = new ArrayList<>();
        Matcher array = Pattern.compile(arrayPattern).matcher(lines);
        while (array.find()) {
            Matcher value = USER_DATA.matcher(array.group(1));
            while (value.find()) {
                found.add(Long.parseUnsignedLong(value.group(1), 16));
            }
        }
        return found;
    }

    private long lastCount(String field) {
        Matcher matcher = Pattern.compile("\"" + field + "\":(\\d+)").matcher(text);
        long count = -1;
        while (matcher.find()) {
            count = Long.parseLong(matcher.group(1));
        }
        return count;
    }

    private static void nops(Ring ring, long firstUserData, int count) {
        for (int at = 0; at < count; at++) {
            sqe(ring).prepare(Opcode.NOP, -1, 0, 0, 0).userData(firstUserData + at);
        }
    }

    private static Sqe sqe(Ring ring) {
        Sqe sqe = ring.nextSqe();
        assertNotNull(sqe);
        return sqe;
    }

    /// Waits on the ring's fd, which is no call of io_uring's.
    private static void awaitAndReap(Ring ring, int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int reaped = 0; reaped < count; ) {
            if (ring.peek() != null) {
                ring.advance();
                reaped++;
            } else {
                assertTrue(System.nanoTime() < deadline, "no completion in time");
                Kernel.host().calls().poll(ring.fd(), 1, 100);
            }
        }
    }
}
