package dev.ringmark.runtime.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.CProgram;
import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayoutTest {

    /// A structure and, where C calls a field otherwise than we do, what it calls it; older names
    /// come later.
    private record Struct(String name, StructLayout layout, Map<String, List<String>> fields) {

        Struct(String name, StructLayout layout) {
            this(name, layout, Map.of());
        }
    }

    private static final Pattern NUMBERED = Pattern.compile("(.*?)_?(\\d)");
    private static final Pattern HALF = Pattern.compile("([sc]q_off)_(.*?)(\\d?)");

    private static final List<Struct> STRUCTS =
            List.of(
                    new Struct("io_uring_buf", BufferLayout.LAYOUT),
                    new Struct(
                            "io_uring_buf_reg",
                            BufferRegistrationLayout.LAYOUT,
                            Map.of("flags", List.of("flags", "pad"))),
                    new Struct("io_uring_buf_status", BufferStatusLayout.LAYOUT),
                    new Struct("io_uring_clock_register", ClockLayout.LAYOUT),
                    new Struct("io_uring_clone_buffers", CloneBuffersLayout.LAYOUT),
                    new Struct("io_uring_cqe", CqeLayout.LAYOUT),
                    new Struct("io_uring_file_index_range", FileRangeLayout.LAYOUT),
                    new Struct("io_uring_files_update", FilesUpdateLayout.LAYOUT),
                    new Struct("io_uring_mem_region_reg", MemoryRegionLayout.LAYOUT),
                    new Struct("io_uring_napi", NapiLayout.LAYOUT),
                    new Struct(
                            "io_uring_params",
                            ParamsLayout.LAYOUT,
                            Map.of(
                                    "sq_off_user_addr",
                                    List.of("sq_off.user_addr", "sq_off.resv2"),
                                    "cq_off_user_addr",
                                    List.of("cq_off.user_addr", "cq_off.resv2"))),
                    new Struct("io_uring_probe", ProbeLayout.LAYOUT),
                    new Struct("io_uring_probe_op", ProbeOpLayout.LAYOUT),
                    new Struct("io_uring_region_desc", RegionDescriptorLayout.LAYOUT),
                    new Struct(
                            "io_uring_reg_wait",
                            RegisteredWaitLayout.LAYOUT,
                            Map.of(
                                    "tv_sec", List.of("ts.tv_sec"),
                                    "tv_nsec", List.of("ts.tv_nsec"),
                                    "pad3", List.of("pad2[0]"),
                                    "pad4", List.of("pad2[1]"),
                                    "pad2", List.of("pad[2]"))),
                    new Struct("io_uring_rsrc_register", ResourceRegisterLayout.LAYOUT),
                    new Struct("io_uring_rsrc_update2", ResourceUpdateLayout.LAYOUT),
                    new Struct(
                            "io_uring_restriction",
                            RestrictionLayout.LAYOUT,
                            Map.of("value", List.of("sqe_op"))),
                    new Struct(
                            "io_uring_sqe",
                            SqeLayout.LAYOUT,
                            Map.of(
                                    "op_flags", List.of("rw_flags"),
                                    "pad2", List.of("__pad2"))),
                    new Struct(
                            "io_uring_sync_cancel_reg",
                            SyncCancelLayout.LAYOUT,
                            Map.of(
                                    "tv_sec", List.of("timeout.tv_sec"),
                                    "tv_nsec", List.of("timeout.tv_nsec"),
                                    "opcode", List.of("opcode", "pad"))),
                    new Struct(
                            "io_uring_getevents_arg",
                            WaitArgumentLayout.LAYOUT,
                            Map.of("min_wait_usec", List.of("min_wait_usec", "pad"))),
                    new Struct("io_uring_query_hdr", QueryHeaderLayout.LAYOUT),
                    new Struct("io_uring_query_opcode", QueryOpcodesLayout.LAYOUT),
                    new Struct("io_uring_query_zcrx", QueryZeroCopyLayout.LAYOUT));

    /// Structures that are older than io_uring, by the header that defines them.
    private static final Map<String, Struct> OF_OTHER_HEADERS =
            Map.of(
                    "sys/uio.h", new Struct("iovec", IovecLayout.LAYOUT),
                    "sys/socket.h", new Struct("msghdr", MessageHeaderLayout.LAYOUT),
                    "netinet/in.h", new Struct("sockaddr_in", SocketAddressLayout.LAYOUT),
                    "linux/time_types.h", new Struct("__kernel_timespec", TimespecLayout.LAYOUT));

    @ParameterizedTest
    @ValueSource(strings = {"/usr/include/linux/io_uring.h", "/usr/include/liburing/io_uring.h"})
    void sizes_and_offsets_are_those_of_an_installed_header(
            String candidate, @TempDir Path folder, TestReporter reporter) throws IOException {
        Path header = CProgram.header(candidate);
        String text = Files.readString(header).replaceAll("(?s)/\\*.*?\\*/", " ");
        List<String> expected = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        StringBuilder source =
                new StringBuilder(
                        """
                        #include <stddef.h>
                        #include <stdio.h>
                        #include <linux/time_types.h>
                        """);
        source.append("#include \"").append(header).append("\"\nint main(void) {\n");
        for (Struct struct : STRUCTS) {
            Optional<String> body = bodyOf(struct.name, text);
            if (body.isEmpty()) {
                missing.add(struct.name);
                continue;
            }
            long size = struct.layout.byteSize();
            if (!hasLastArray(body.get())) {
                expected.add(struct.name + " " + size);
                source.append(print(struct.name, "sizeof(struct " + struct.name + ")"));
            }
            for (MemoryLayout field : struct.layout.memberLayouts()) {
                String name = field.name().orElse("");
                if (name.isEmpty()) {
                    continue;
                }
                String inC = nameInC(struct, name, body.get(), text);
                if (inC.isEmpty()) {
                    missing.add(struct.name + "." + name);
                    continue;
                }
                compare(struct, name, inC, expected, source);
            }
        }
        List<String> printed = CProgram.compile(folder, source + "}\n").run();
        assertEquals(String.join("\n", expected), String.join("\n", printed));
        assertTrue(printed.size() > 100, "compared only " + printed.size());
        reporter.publishEntry("not in " + candidate + ": " + String.join(", ", missing));
    }

    @Test
    void sizes_and_offsets_are_those_of_older_headers(@TempDir Path folder) {
        CProgram.header("/usr/include/linux/time_types.h");
        List<String> expected = new ArrayList<>();
        StringBuilder includes = new StringBuilder("#include <stddef.h>\n#include <stdio.h>\n");
        StringBuilder prints = new StringBuilder("int main(void) {\n");
        OF_OTHER_HEADERS.forEach(
                (header, struct) -> {
                    includes.append("#include <").append(header).append(">\n");
                    expected.add(struct.name + " " + struct.layout.byteSize());
                    prints.append(print(struct.name, "sizeof(struct " + struct.name + ")"));
                    for (MemoryLayout field : struct.layout.memberLayouts()) {
                        field.name()
                                .ifPresent(name -> compare(struct, name, name, expected, prints));
                    }
                });
        List<String> printed = CProgram.compile(folder, includes + "" + prints + "}\n").run();
        assertEquals(String.join("\n", expected), String.join("\n", printed));
    }

    @Test
    void every_layout_of_the_package_is_compared() throws IOException {
        Set<String> compared = new TreeSet<>();
        Stream.concat(STRUCTS.stream(), OF_OTHER_HEADERS.values().stream())
                .forEach(struct -> compared.add("struct " + struct.name));
        Set<String> there = new TreeSet<>();
        Pattern named = Pattern.compile("(?m)^/// `(struct \\w+)`");
        Path sources = Path.of("src/main/java/dev/ringmark/runtime/layout");
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith("Layout.java")).toList()) {
                Matcher matcher = named.matcher(Files.readString(file));
                assertTrue(matcher.find(), file + " does not begin with the name of its struct");
                there.add(matcher.group(1));
            }
        }
        assertEquals(there, compared, "a new layout belongs into the tables of this test");
    }

    private static void compare(
            Struct struct, String name, String inC, List<String> expected, StringBuilder prints) {
        String label = struct.name + "." + name;
        long offset = struct.layout.byteOffset(PathElement.groupElement(name));
        expected.add(label + " " + offset);
        prints.append(print(label, "offsetof(struct " + struct.name + ", " + inC + ")"));
    }

    private static String print(String label, String expression) {
        return "printf(\"" + label + " %zu\\n\", " + expression + ");\n";
    }

    private static Optional<String> bodyOf(String struct, String header) {
        Matcher matcher =
                Pattern.compile("(?sm)^struct " + struct + " \\{(.*?)^\\}").matcher(header);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /// A structure that ends in an open array may be followed by padding of C's.
    private static boolean hasLastArray(String body) {
        return body.strip().endsWith("[];");
    }

    /// What the header calls a field, or nothing when it does not know it yet.
    private static String nameInC(Struct struct, String field, String body, String header) {
        List<String> candidates = new ArrayList<>(struct.fields.getOrDefault(field, List.of()));
        if (candidates.isEmpty()) {
            candidates.add(field);
            Matcher half = HALF.matcher(field);
            if (half.matches()) {
                candidates.add(half.group(1) + "." + half.group(2) + half.group(3));
            }
            Matcher numbered = NUMBERED.matcher(field);
            if (numbered.matches()) {
                candidates.add(numbered.group(1) + "[" + numbered.group(2) + "]");
                candidates.add("__" + numbered.group(1) + "[" + numbered.group(2) + "]");
            }
        }
        for (String candidate : candidates) {
            String[] path = candidate.replaceFirst("\\[.*", "").split("\\.", 2);
            String last = path[path.length - 1]; // of a structure that the header may include
            if (has(body, path[0]) && (last.startsWith("tv_") || has(header, last))) {
                return candidate;
            }
        }
        return "";
    }

    private static boolean has(String text, String identifier) {
        return Pattern.compile("\\b" + identifier + "\\b").matcher(text).find();
    }
}
