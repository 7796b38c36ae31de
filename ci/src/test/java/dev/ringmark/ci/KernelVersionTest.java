package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {
    @ParameterizedTest
    @CsvSource({
        "6.1, 6.1",
        "v5.19, 5.19",
        "5.10.0-46-cloud-amd64, 5.10",
        "6.12.117+deb12-cloud-amd64, 6.12",
        "7.3-rc7, 7.3",
        "5.15.167.4-microsoft-standard-WSL2, 5.15",
        "5.5 (until 5.12; gone in 5.13), 5.5",
    })
    void releases_are_read_as_they_are_printed(String release, String version) {
        assertEquals(version, KernelVersion.parse(release).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "6", "six.one", "6.x", "123456.1"})
    void anything_else_is_refused(String release) {
        assertThrows(IllegalArgumentException.class, () -> KernelVersion.parse(release));
    }

    @Test
    void numbers_compare_as_numbers() {
        assertTrue(KernelVersion.parse("5.4").compareTo(KernelVersion.parse("5.19")) < 0);
        assertTrue(KernelVersion.parse("6.0").compareTo(KernelVersion.parse("5.19")) > 0);
    }
}
