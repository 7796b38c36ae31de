package dev.ringmark.conformance.feature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.probe.Support;
import dev.ringmark.runtime.probe.Support.Inconclusive;
import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.probe.Support.Unsupported;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.NopFlag;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ClassificationTest {

    private static final Support YES = new Supported();
    private static final Support NO = new Unsupported(version("6.1"), "it returned -EINVAL");
    private static final Support OPEN = new Inconclusive("needs a card");

    private static final FeatureCatalogue CATALOGUE = FeatureCatalogue.load();

    @Test
    void what_is_there_from_its_release_on_is_as_documented() {
        assertClass(
                FeatureClass.AS_DOCUMENTED,
                "present, as since 6.1",
                classify(feature(null, "6.1"), YES, "6.1.0-40-amd64"));
        assertClass(
                FeatureClass.AS_DOCUMENTED,
                "absent, as before 6.1",
                classify(feature(null, null), NO, "6.0.19"));
    }

    @Test
    void a_release_candidate_should_have_what_its_release_has() {
        assertClass(
                FeatureClass.MISSING,
                "in Linux since 6.1, but not on 6.1-rc1: it returned -EINVAL",
                classify(feature(null, null), NO, "6.1-rc1"));
    }

    @Test
    void what_a_distribution_added_is_backported() {
        assertClass(
                FeatureClass.BACKPORTED,
                "on 5.14.0-503.el9 already, released with 6.1",
                classify(feature(null, "6.1"), YES, "5.14.0-503.el9"));
    }

    @Test
    void what_should_be_there_and_is_not_is_missing_whatever_the_man_page_says() {
        assertClass(
                FeatureClass.MISSING,
                "in Linux since 6.1, but not on 6.18.44: it returned -EINVAL",
                classify(feature(null, "5.19"), NO, "6.18.44"));
    }

    @Test
    void a_man_page_that_names_another_release_differs_from_the_header() {
        assertClass(
                FeatureClass.DOCUMENTATION_DIFFERS,
                "io_uring_setup(2) says 5.19, the header has it since 6.1; it is here",
                classify(feature(null, "5.19"), YES, "6.18.44"));
        assertClass(
                FeatureClass.DOCUMENTATION_DIFFERS,
                "io_uring_setup(2) says 5.19, the header has it since 6.1; it is not here",
                classify(feature(null, "5.19"), NO, "6.0.1"));
        assertClass(
                FeatureClass.DOCUMENTATION_DIFFERS,
                "io_uring_setup(2) says 5.19, the header has it since 6.1; not observed: needs a"
                        + " card",
                classify(feature(null, "5.19"), OPEN, "6.18.44"));
    }

    @Test
    void what_went_again_is_absent_rightly_and_present_against_the_documents() {
        assertClass(
                FeatureClass.AS_DOCUMENTED,
                "absent, gone since 6.3",
                classify(feature("6.3", null), NO, "6.18.44"));
        assertClass(
                FeatureClass.DOCUMENTATION_DIFFERS,
                "still on 6.18.44, though said to be gone since 6.3",
                classify(feature("6.3", null), YES, "6.18.44"));
        assertClass(
                FeatureClass.BACKPORTED,
                "not on 6.2.1 any more, gone with 6.3",
                classify(feature("6.3", null), NO, "6.2.1"));
        assertClass(
                FeatureClass.AS_DOCUMENTED,
                "absent, as before 6.1",
                classify(feature("6.3", null), NO, "5.15.0"));
    }

    @Test
    void what_only_the_header_has_differs_from_every_kernel() {
        assertClass(
                FeatureClass.DOCUMENTATION_DIFFERS,
                "the header has it since 6.1, but no release takes it; it is not here",
                classify(feature("6.1", null), NO, "6.18.44"));
    }

    @Test
    void a_behaviour_that_only_a_man_page_promises_makes_the_page_wrong() {
        Feature promised =
                CATALOGUE
                        .find("registered memory charged to memcg not RLIMIT_MEMLOCK")
                        .orElseThrow();
        assertClass(
                FeatureClass.DOCUMENTATION_DIFFERS,
                "io_uring_registered_buffers(7) says so since 5.12, not so on 6.18.44: it returned"
                        + " -EINVAL",
                classify(promised, NO, "6.18.44"));
    }

    @Test
    void what_could_not_be_observed_is_unknown_and_says_why() {
        assertClass(
                FeatureClass.UNKNOWN,
                "needs a card",
                classify(feature(null, "6.1"), OPEN, "6.18.44"));
    }

    @Test
    void this_kernel_misses_nothing() {
        List<Classification> missing =
                CATALOGUE.classify(Features.of(Kernel.host())).stream()
                        .filter(one -> one.featureClass() == FeatureClass.MISSING)
                        .toList();
        assertEquals(List.of(), missing);
    }

    @Test
    void the_table_of_6_18_44_has_its_backport_and_its_wrong_man_pages() {
        Features host = Features.of(Kernel.host());
        assumeTrue(
                host.version().compareTo(version("6.18.44")) == 0,
                "this table is that of 6.18.44, the kernel here is " + host.version());
        List<Classification> table = CATALOGUE.classify(host);
        assertEquals(
                List.of("provided buffer ring min_left (incremental rings)"),
                names(table, FeatureClass.BACKPORTED));
        assertEquals(
                List.of(
                        "IORING_OP_WAITID",
                        "IORING_FEAT_LINKED_FILE",
                        "IORING_REGISTER_QUERY",
                        "IORING_REGISTER_ZCRX_CTRL",
                        "IORING_POLL_ADD_LEVEL"),
                names(table, FeatureClass.DOCUMENTATION_DIFFERS));
    }

    @Test
    void what_stays_unknown_here_is_known_by_name() {
        List<String> unknown =
                names(CATALOGUE.classify(Features.of(Kernel.host())), FeatureClass.UNKNOWN);
        assertTrue(unknown.contains("-EBADR once after a CQE was really dropped"));
        assertTrue(unknown.size() <= 14, unknown.toString());
    }

    static List<UapiConstant> hidden() {
        return List.of(
                Opcode.BIND,
                SetupFlag.CLAMP,
                RegisterOp.CLOCK,
                TimeoutFlag.REALTIME,
                NopFlag.INJECT_RESULT);
    }

    /// The canary of the table.
    @ParameterizedTest
    @MethodSource("hidden")
    void what_a_kernel_hides_is_missing(UapiConstant constant) {
        Features masked = Features.of(Masked.hiding(Kernel.host(), constant));
        assertTrue(
                names(CATALOGUE.classify(masked), FeatureClass.MISSING)
                        .contains(constant.kernelName()));
    }

    @Test
    void a_kernel_that_may_not_be_used_has_nothing_but_unknowns_and_wrong_documents() {
        Features refused = Features.of(Masked.refusing(Kernel.host(), Errno.EPERM));
        for (Classification one : CATALOGUE.classify(refused)) {
            assertTrue(
                    one.featureClass() == FeatureClass.UNKNOWN
                            || one.featureClass() == FeatureClass.DOCUMENTATION_DIFFERS,
                    one.toString());
        }
    }

    private static List<String> names(List<Classification> table, FeatureClass featureClass) {
        return table.stream()
                .filter(one -> one.featureClass() == featureClass)
                .map(one -> one.feature().name())
                .toList();
    }

    private static void assertClass(
            FeatureClass featureClass, String detail, Classification actual) {
        assertEquals(featureClass, actual.featureClass());
        assertEquals(detail, actual.detail());
    }

    private static Classification classify(Feature feature, Support observed, String release) {
        return Classification.of(feature, observed, version(release));
    }

    private static Feature feature(@Nullable String gone, @Nullable String documented) {
        return new Feature(
                FeatureKind.SETUP_FLAG,
                "IORING_SETUP_SAMPLE",
                "0x1",
                version("6.1"),
                gone == null ? null : version(gone),
                documented == null
                        ? null
                        : new Feature.Claim(version(documented), "io_uring_setup(2)"),
                "a header",
                "try it",
                "");
    }

    private static KernelVersion version(String release) {
        return KernelVersion.parse(release);
    }
}
