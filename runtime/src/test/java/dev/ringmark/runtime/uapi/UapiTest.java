package dev.ringmark.runtime.uapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.CProgram;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UapiTest {

    private static final Pattern RELEASE = Pattern.compile("[5-9]\\.\\d{1,2}");

    /// Enums whose values are or-ed together; the others count, or mix counts and flags.
    private static final Set<Class<?>> FLAGS =
            Set.of(
                    AcceptFlag.class,
                    BufferRingFlag.class,
                    CancelFlag.class,
                    EnterFlag.class,
                    FeatureBit.class,
                    MsgRingFlag.class,
                    NopFlag.class,
                    PollFlag.class,
                    RecvSendFlag.class,
                    SetupFlag.class,
                    SqeFlag.class,
                    TimeoutFlag.class,
                    UringCommandFlag.class);

    /// Enums that count from 0 without a gap.
    private static final Set<Class<?>> COUNTERS =
            Set.of(
                    Opcode.class,
                    RegisterOp.class,
                    QueryOpcode.class,
                    RestrictionOpcode.class,
                    MsgRingCommand.class,
                    SocketCommand.class);

    @Test
    void each_kernel_name_is_given_once() throws IOException, URISyntaxException {
        Map<String, UapiConstant> seen = new HashMap<>();
        for (UapiConstant constant : AllConstants.all()) {
            UapiConstant other = seen.put(constant.kernelName(), constant);
            assertEquals(null, other, constant.kernelName());
        }
        assertTrue(seen.size() > 250, "found only " + seen.size());
    }

    @Test
    void each_constant_says_since_when_and_by_what_source() throws IOException, URISyntaxException {
        for (UapiConstant constant : AllConstants.all()) {
            String name = constant.kernelName();
            assertTrue(RELEASE.matcher(constant.since()).matches(), name + constant.since());
            assertTrue(constant.source().startsWith("linux/io_uring"), name + constant.source());
        }
    }

    @Test
    void flags_are_single_bits_and_no_two_are_the_same() {
        for (Class<?> type : FLAGS) {
            long seen = 0;
            for (UapiConstant flag : AllConstants.of(type)) {
                assertEquals(1, Long.bitCount(flag.value()), flag.kernelName());
                assertEquals(0, seen & flag.value(), flag.kernelName());
                seen |= flag.value();
            }
        }
    }

    @Test
    void numbers_count_up_from_0_without_a_gap() {
        for (Class<?> type : COUNTERS) {
            Set<Long> values = new HashSet<>();
            for (UapiConstant constant : AllConstants.of(type)) {
                assertTrue(values.add(constant.value()), constant.kernelName());
                assertTrue(
                        constant.value() >= 0 && constant.value() < AllConstants.of(type).size(),
                        constant.kernelName());
            }
        }
    }

    @Test
    void bits_are_the_low_half_of_a_value() {
        assertEquals(-2, RegistrationOption.REGISTER_FILES_SKIP.bits());
        assertEquals(Integer.MIN_VALUE, RegistrationOption.REGISTER_USE_REGISTERED_RING.bits());
        assertEquals(3, UapiConstant.bitsOf(List.of(SetupFlag.IOPOLL, SetupFlag.SQPOLL)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/usr/include/linux/io_uring.h", "/usr/include/liburing/io_uring.h"})
    void values_are_those_of_an_installed_header(
            String candidate, @TempDir Path folder, TestReporter reporter)
            throws IOException, URISyntaxException {
        Path header = CProgram.header(candidate);
        String text = Files.readString(header).replaceAll("(?s)/\\*.*?\\*/", " ");
        List<UapiConstant> known = new ArrayList<>();
        StringBuilder source = new StringBuilder();
        source.append("#include <stdio.h>\n#include <linux/time_types.h>\n");
        source.append("#include \"").append(header).append("\"\nint main(void) {\n");
        for (UapiConstant constant : AllConstants.all()) {
            String name = constant.kernelName();
            if (Pattern.compile("\\b" + name + "\\b").matcher(text).find()) {
                known.add(constant);
                source.append("printf(\"%llu\\n\", (unsigned long long) ").append(name);
                source.append(");\n");
            }
        }
        List<String> printed = CProgram.compile(folder, source + "}\n").run();
        for (int at = 0; at < known.size(); at++) {
            UapiConstant constant = known.get(at);
            assertEquals(
                    printed.get(at),
                    Long.toUnsignedString(constant.value()),
                    constant.kernelName());
        }
        assertTrue(known.size() > 100, "the header has only " + known.size());
        reporter.publishEntry(
                candidate + " has " + known.size() + " of " + AllConstants.all().size());
    }
}
