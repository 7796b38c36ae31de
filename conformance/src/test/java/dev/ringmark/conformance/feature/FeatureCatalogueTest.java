package dev.ringmark.conformance.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Behaviour;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureCatalogueTest {

    private static final String HEAD =
            "kind,name,value,first_kernel,first_kernel_source,man_page_claim,man_vs_header,detect,"
                    + "notes\n";

    private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.load();

    @Test
    void every_constant_is_in_the_catalogue_with_the_same_value_and_release() {
        List<String> faults = new ArrayList<>();
        for (UapiConstant constant : Features.of(Kernel.host()).constants()) {
            Feature feature = CATALOGUE.find(constant.kernelName()).orElse(null);
            if (feature == null || !feature.kind().isConstant()) {
                faults.add(constant.kernelName() + " is not in the catalogue");
                continue;
            }
            if (Long.parseUnsignedLong(hex(feature.value()), 16) != constant.value()) {
                faults.add(constant.kernelName() + ": value " + feature.value());
            }
            if (!feature.since().raw().equals(constant.since())) {
                faults.add(constant.kernelName() + ": since " + feature.since());
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void every_feature_of_the_catalogue_has_a_constant_or_a_behaviour() {
        Set<String> names = new TreeSet<>();
        for (UapiConstant constant : Features.of(Kernel.host()).constants()) {
            names.add(constant.kernelName());
        }
        List<String> faults = new ArrayList<>();
        for (Feature feature : CATALOGUE.features()) {
            if (feature.kind().isConstant() && !names.contains(feature.name())) {
                faults.add(feature.name() + " has no constant");
            }
            if (!feature.kind().isConstant() && behaviour(feature.name()) == null) {
                faults.add(feature.name() + " has no probe");
            }
        }
        assertEquals(List.of(), faults);
    }

    @Test
    void every_behaviour_is_in_the_catalogue_with_the_same_release() {
        for (Behaviour behaviour : Behaviour.values()) {
            Feature feature = CATALOGUE.find(behaviour.kernelName()).orElseThrow();
            assertEquals(behaviour.since(), feature.since().raw(), behaviour.name());
        }
    }

    @Test
    void a_row_is_read_with_what_the_man_pages_claim() {
        Feature feature = CATALOGUE.find("IORING_FEAT_LINKED_FILE").orElseThrow();
        assertEquals(FeatureKind.FEATURE_BIT, feature.kind());
        assertEquals("0x1000", feature.value());
        assertEquals(KernelVersion.parse("5.18"), feature.since());
        assertEquals(
                new Feature.Claim(KernelVersion.parse("5.17"), "io_uring_setup(2)"),
                feature.documented());
    }

    @Test
    void a_feature_that_went_again_is_expected_in_between() {
        Feature feature =
                CATALOGUE
                        .find("enter(submit) returns -EBUSY while CQ overflow list non-empty")
                        .orElseThrow();
        assertEquals(KernelVersion.parse("5.13"), feature.gone());
        assertTrue(!feature.isExpectedOn(KernelVersion.parse("5.4.0")));
        assertTrue(feature.isExpectedOn(KernelVersion.parse("5.10.0-46-cloud-amd64")));
        assertTrue(!feature.isExpectedOn(KernelVersion.parse("5.15.0")));
        assertTrue(!feature.isHeaderOnly());
        assertTrue(CATALOGUE.find("IORING_POLL_ADD_LEVEL").orElseThrow().isHeaderOnly());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gadget,A,1,5.1,,,,,  | row 2: kind: \"gadget\", expected one of opcode,"
                        + " setup_flag,",
                "opcode,A,1,soon,,,,, | row 2: first_kernel: \"soon\", expected a release",
                "opcode,A,1,5.1,,5.1,,, | row 2: man_page_claim: \"5.1\", expected a release and",
                "opcode,A,1,5.1       | row 2: fields: 4, expected 9",
            })
    void a_broken_row_is_told_with_field_and_value(String row, String message) {
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> FeatureCatalogue.parse(HEAD + row + "\n"));
        assertTrue(String.valueOf(refused.getMessage()).startsWith(message), refused.toString());
    }

    @Test
    void a_name_that_comes_twice_is_refused() {
        String row = "opcode,A,1,5.1,,,,,\n";
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> FeatureCatalogue.parse(HEAD + row + row));
        assertEquals("row 3: name: \"A\", expected each name once", refused.getMessage());
    }

    @Test
    void other_columns_are_refused() {
        assertThrows(IllegalArgumentException.class, () -> FeatureCatalogue.parse(""));
        assertThrows(IllegalArgumentException.class, () -> FeatureCatalogue.parse("kind,name\n"));
    }

    /// The catalogue writes single flags in hexadecimal and small numbers in decimal.
    private static String hex(String value) {
        return value.startsWith("0x")
                ? value.substring(2)
                : Long.toHexString(Long.parseLong(value));
    }

    private static @Nullable Behaviour behaviour(String name) {
        for (Behaviour behaviour : Behaviour.values()) {
            if (behaviour.kernelName().equals(name)) {
                return behaviour;
            }
        }
        return null;
    }
}
