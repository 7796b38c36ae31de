package dev.ringmark.chaos.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.chaos.fault.FaultKind;
import dev.ringmark.chaos.fault.Fired;
import dev.ringmark.chaos.workload.Campaign;
import dev.ringmark.chaos.workload.Outcome;
import dev.ringmark.chaos.workload.Script;
import dev.ringmark.chaos.workload.Violation;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Runs that once broke a promise, kept. Drop a bundle of your own beside them, or name it with
/// `-Dchaos.bundle=FILE`.
class BundleTest {

    static Stream<Path> bundles() throws IOException, URISyntaxException {
        Path folder =
                Path.of(Objects.requireNonNull(BundleTest.class.getResource("/bundles")).toURI());
        String own = System.getProperty("chaos.bundle");
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> kept = files.sorted().toList();
            assertFalse(kept.isEmpty(), "no bundles in " + folder);
            return own == null ? kept.stream() : Stream.of(Path.of(own));
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void what_once_broke_a_promise_keeps_it_now(Path file) throws IOException {
        Bundle bundle = Bundle.read(file);
        try (Campaign campaign = new Campaign()) {
            Violation violation = campaign.run(bundle.script(), false).violation();
            assertTrue(violation == null, () -> violation == null ? "" : violation.describe());
        }
    }

    @Test
    void a_failing_run_is_shrunk_written_and_fails_again_from_its_file(@TempDir Path folder)
            throws IOException {
        try (Campaign campaign = new Campaign()) {
            Script script = Script.of(3);
            List<Fired> lost = List.of(new Fired(FaultKind.CQE_LOST, 1, 1));
            Outcome outcome = campaign.run(script.with(script.actions(), lost), false);
            Violation violation = outcome.violation();
            assertNotNull(violation);
            Minimiser minimiser = new Minimiser(campaign, violation.invariant());
            Script small = minimiser.shrink(script, outcome.faults());
            assertEquals(lost, small.faults());
            assertTrue(small.actions().size() < script.actions().size());
            Path file = Bundle.of(small, campaign.run(small, false)).write(folder);
            Bundle read = Bundle.read(file);
            assertEquals(small, read.script());
            assertEquals(violation.invariant().id(), read.invariant());
            Outcome again = campaign.run(read.script(), true);
            assertEquals("%016x".formatted(again.hash()), read.hash());
            assertFalse(again.events().isEmpty());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"version\": 2}", "{\"version\": 1, \"shape\": 5}"})
    void a_file_that_is_no_bundle_is_refused_by_the_field(String text) {
        assertThrows(IllegalArgumentException.class, () -> Bundle.parse(text));
    }

    @Test
    void what_is_wrong_is_told_as_it_stands_in_the_file() {
        String said =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Bundle.parse("{\"version\":2}"))
                        .getMessage();
        assertEquals("version: 2, expected 1..1", said);
    }
}
