package dev.ringmark.runtime.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelVersionTest {

    @ParameterizedTest
    @CsvSource({
        "5.10.0-46-cloud-amd64, 5, 10, 0, 0",
        "6.12.117+deb12-cloud-amd64, 6, 12, 117, 0",
        "7.3-rc7, 7, 3, 0, 7",
        "6.18.44-fc-v657, 6, 18, 44, 0",
        "5.15.167.4-microsoft-standard-WSL2, 5, 15, 167, 0",
        "6.1.0-rc1+, 6, 1, 0, 1",
        "4.18.0-553.el8_10.x86_64, 4, 18, 0, 0",
        "6.19.0-0.rc2.260109gc8.15.fc44.x86_64, 6, 19, 0, 2",
        "6.8.0-1021-aws, 6, 8, 0, 0",
        "5.10.101-android12-9-00001-g1234abcd, 5, 10, 101, 0",
        "6.6.30-v8-16k+, 6, 6, 30, 0",
        "6.9.0-rc7-next-20240509, 6, 9, 0, 7",
        "6.18.44_1, 6, 18, 44, 0",
        "5.19, 5, 19, 0, 0",
    })
    void what_distributions_print_is_read(
            String release, int major, int minor, int patch, int candidate) {
        KernelVersion version = KernelVersion.parse(release);
        assertEquals(new KernelVersion(major, minor, patch, candidate, release), version);
        assertEquals(release, version.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "6", "six.one", "6.x", "v6.1", " 6.1", "6.1foo", "999999.1", "6.-1"})
    void what_is_no_release_is_named(String release) {
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> KernelVersion.parse(release));
        assertEquals(
                "release: \""
                        + release
                        + "\", expected MAJOR.MINOR and what follows, as in"
                        + " 6.12.117+deb12-cloud-amd64",
                refused.getMessage());
    }

    @Test
    void versions_are_ordered_by_their_numbers_and_candidates_come_first() {
        List<KernelVersion> ordered = new ArrayList<>();
        for (int major = 4; major <= 7; major++) {
            for (int minor : new int[] {0, 1, 9, 10, 19}) {
                String base = major + "." + minor;
                for (int candidate = 1; candidate <= 10; candidate += 3) {
                    ordered.add(KernelVersion.parse(base + ".0-rc" + candidate));
                }
                for (int patch : new int[] {0, 1, 9, 10, 100}) {
                    ordered.add(KernelVersion.parse(base + "." + patch + "-any"));
                }
            }
        }
        List<KernelVersion> shuffled = new ArrayList<>(ordered);
        for (long seed = 0; seed < 50; seed++) {
            Collections.shuffle(shuffled, new Random(seed));
            Collections.sort(shuffled);
            assertEquals(ordered, shuffled, "seed " + seed);
        }
        for (int a = 0; a < ordered.size(); a++) {
            for (int b = 0; b < ordered.size(); b++) {
                assertEquals(
                        Integer.signum(Integer.compare(a, b)),
                        Integer.signum(ordered.get(a).compareTo(ordered.get(b))));
            }
        }
    }

    @Test
    void what_a_distribution_adds_does_not_change_the_place() {
        KernelVersion plain = KernelVersion.parse("6.1");
        assertEquals(0, plain.compareTo(KernelVersion.parse("6.1.0-40-amd64")));
        assertTrue(plain.compareTo(KernelVersion.parse("6.1.1")) < 0);
    }

    @Test
    void a_release_is_reached_from_its_first_candidate_on() {
        KernelVersion release = KernelVersion.parse("7.3");
        assertTrue(KernelVersion.parse("7.3-rc1").reaches(release));
        assertTrue(KernelVersion.parse("7.3.5").reaches(release));
        assertTrue(KernelVersion.parse("8.0").reaches(release));
        assertFalse(KernelVersion.parse("7.2.99").reaches(release));
        assertFalse(KernelVersion.parse("6.19").reaches(release));
    }
}
