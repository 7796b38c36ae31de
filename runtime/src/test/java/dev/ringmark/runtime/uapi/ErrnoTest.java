package dev.ringmark.runtime.uapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.CProgram;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrnoTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "17, 17",
        "-1, -EPERM",
        "-125, -ECANCELED",
        "-62, -ETIME",
        "-4095, -4095",
        "-41, -41", // no errno has this number
        "-4096, -4096",
        "-2147483648, -2147483648",
        "2147483647, 2147483647",
    })
    void a_result_is_described_as_people_write_it(int result, String expected) { // SR-02
        assertEquals(expected, Errno.describe(result));
    }

    @Test
    void no_number_has_two_names() {
        Set<Integer> seen = new HashSet<>();
        for (Errno errno : Errno.values()) {
            assertTrue(seen.add(errno.number()), errno.name());
            assertEquals(-errno.number(), errno.negative());
            assertEquals("-" + errno.name(), Errno.describe(errno.negative()));
        }
    }

    @Test
    void numbers_and_words_are_those_of_the_c_library(@TempDir Path folder) {
        // The kernel keeps ERESTARTSYS from user space, and so does errno.h.
        List<Errno> known =
                Stream.of(Errno.values()).filter(errno -> errno != Errno.ERESTARTSYS).toList();
        StringBuilder source =
                new StringBuilder(
                        """
                        #include <errno.h>
                        #include <stdio.h>
                        #include <string.h>
                        int main(void) {
                        """);
        for (Errno errno : known) {
            source.append("printf(\"%d %s\\n\", ").append(errno.name());
            source.append(", strerror(").append(errno.name()).append("));\n");
        }
        List<String> printed = CProgram.compile(folder, source + "}\n").run();
        for (int at = 0; at < known.size(); at++) {
            Errno errno = known.get(at);
            assertEquals(printed.get(at), errno.number() + " " + errno.text(), errno.name());
        }
    }
}
