package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.conformance.fixture.RingMode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The conformance checks, unchanged, on the simulated kernel: each ends as it did on a real 6.18
/// in every mode. That is the proof of the model, and a changed model must not pass it.
class AgreementTest {

    private static final String RECORD = "verdicts-6.18.txt";

    @ParameterizedTest
    @ValueSource(strings = {"setup", "sq", "overflow", "timeout", "links", "cancel", "poll"})
    void every_check_ends_as_on_a_real_kernel(String family) { // S001..S090, K1..K26
        Map<String, String> recorded = recorded(family);
        List<String> differences = new ArrayList<>();
        List<String> unrecorded = new ArrayList<>();
        for (CheckVerdict.Subject subject : CheckVerdict.family(family)) {
            CheckVerdict seen = simulate(subject, Profile.of("6.18"), 1);
            String key = seen.id() + " " + seen.mode().wireName();
            String real = recorded.remove(key);
            if (NotComparable.reason(seen.id()) != null) {
                continue;
            }
            if (real == null) {
                unrecorded.add(key);
            } else if (!real.equals(seen.verdict())) {
                differences.add(seen.line() + ", really " + real + ": " + seen.reason());
            }
        }
        assertEquals(List.of(), differences);
        assertEquals(Map.of(), recorded, "recorded, but no longer there");
        assumeTrue(
                unrecorded.isEmpty(),
                "add what VerdictRecorder prints on a real 6.18 to " + RECORD + ": " + unrecorded);
    }

    @ParameterizedTest
    @CsvSource({
        "overflow, overflow.multishot_poll_ends, MULTISHOT_ENDS_ON_OVERFLOW, false",
        "overflow, overflow.submission_goes_on, OVERFLOW_GATES_SUBMIT, true",
        "sq, sq.bad_fd_is_found_at_issue, BAD_FD_ENDS_BATCH, true",
        "links, links.bad_fd_fails_when_reached, BAD_FD_ENDS_BATCH, true",
        "links, links.short_receive_of_all_breaks_chain, SHORT_WAITALL_BREAKS_CHAIN, false",
        "cancel, cancel.futex_wait_answers_one, FUTEX_CANCEL_COUNTS, false",
        "cancel, cancel.send_of_all_says_what_went, CANCELLED_SAYS_WHAT_MOVED, false",
        "cancel, cancel.send_of_all_says_what_went, SENDS_ALL, false"
    })
    void a_kernel_that_differs_in_one_point_is_told_apart(
            String family, String id, Switch which, boolean on) {
        Profile differing = Profile.of("6.18").with(which, on);
        String real = recorded(family).get(id + " plain");
        CheckVerdict seen = simulate(subject(family, id, RingMode.PLAIN), differing, 1);
        assertTrue(!seen.verdict().equals(real), () -> seen.line() + " on " + which + " " + on);
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 3, 5, 8, 13, 21, 34, 55})
    void no_seed_changes_a_verdict(long seed) {
        for (String family : List.of("overflow", "links", "cancel", "poll")) {
            Map<String, String> recorded = recorded(family);
            for (CheckVerdict.Subject subject : CheckVerdict.family(family)) {
                String real = recorded.get(subject.id() + " " + subject.mode().wireName());
                if (real != null && NotComparable.reason(subject.id()) == null) {
                    CheckVerdict seen = simulate(subject, Profile.of("6.18"), seed);
                    assertEquals(real, seen.verdict(), () -> seen.line() + ": " + seen.reason());
                }
            }
        }
    }

    private static CheckVerdict simulate(CheckVerdict.Subject subject, Profile profile, long seed) {
        SimulatedKernel.Options options =
                SimulatedKernel.Options.of(profile, seed).withRealThreads(Duration.ofSeconds(10));
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            return subject.on(kernel);
        }
    }

    private static CheckVerdict.Subject subject(String family, String id, RingMode mode) {
        return CheckVerdict.family(family).stream()
                .filter(one -> one.id().equals(id) && one.mode() == mode)
                .findFirst()
                .orElseThrow();
    }

    /// Verdicts by `id mode`.
    private static Map<String, String> recorded(String family) {
        Map<String, String> verdicts = new TreeMap<>();
        try (InputStream in =
                Objects.requireNonNull(AgreementTest.class.getResourceAsStream(RECORD))) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().toList()) {
                int space = line.lastIndexOf(' ');
                if (line.startsWith(family + ".")) {
                    verdicts.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verdicts;
    }
}
