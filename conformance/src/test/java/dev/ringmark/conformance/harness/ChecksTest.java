package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.conformance.feature.FeatureCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChecksTest {

    private static final String TRIALS = "dev.ringmark.conformance.harness.";

    @Test
    void every_check_of_the_suite_is_found_once_and_declares_what_it_must() {
        List<FoundCheck> found = Checks.scan();
        assertEquals(
                found.stream().map(one -> one.check().id()).distinct().sorted().toList(),
                found.stream().map(one -> one.check().id()).toList());
        assertTrue(found.size() > 90, "only " + found.size());
    }

    @Test
    void what_a_check_needs_is_in_the_feature_catalogue() {
        FeatureCatalogue catalogue = FeatureCatalogue.load();
        List<String> unknown =
                Checks.scan().stream()
                        .flatMap(found -> found.runs().stream())
                        .flatMap(run -> run.needs().stream())
                        .distinct()
                        .filter(name -> catalogue.find(name).isEmpty())
                        .toList();
        assertEquals(List.of(), unknown);
    }

    @Test
    void two_checks_of_one_id_are_refused() {
        assertTrue(refusal("twins").contains("twins.same"), refusal("twins"));
    }

    @Test
    void an_id_of_another_family_is_refused() {
        assertTrue(refusal("misplaced").contains("expected the family of package"));
    }

    private static String refusal(String inPackage) {
        return Rig.message(
                assertThrows(IllegalStateException.class, () -> Checks.scan(TRIALS + inPackage)));
    }
}
