package dev.ringmark.ci;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The arrows of the architecture, read from class files and poms, and the proof that they bite.
class ArchitectureTest { // SR-01b
    private static final String ROOT = "dev.ringmark";
    private static final String CANARY_ROOT = "dev.ringmark.ci.canary";
    private static final Set<String> OUTSIDE_WORLD =
            Set.of(
                    "nanoTime",
                    "currentTimeMillis",
                    "sleep",
                    "now",
                    "parkNanos",
                    "parkUntil",
                    "random");

    @SuppressWarnings("UnusedVariable") // by name, in @FieldSource
    private static final Set<String> MODULES = Arrows.MODULES;

    private static JavaClasses classes = new ClassFileImporter().importClasses();
    private static JavaClasses canaries = new ClassFileImporter().importClasses();

    @BeforeAll
    static void read_the_class_files() {
        // The rules name foreign classes and never ask what those depend on.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(ROOT);
        canaries = new ClassFileImporter().importPackages(CANARY_ROOT);
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void every_module_with_classes_is_read_and_knows_only_whom_it_may(String module) {
        Path sources = Repository.root().resolve(module).resolve("src/main/java/dev");
        assertEquals(
                Files.exists(sources),
                classes.stream().anyMatch(c -> c.getName().startsWith(ROOT + "." + module + ".")));
        arrowsOf(ROOT, module).check(classes);
    }

    @Test
    void c_is_called_in_ffi_only() {
        nativeEdge(ROOT).check(classes);
    }

    @Test
    void packages_form_no_cycle() {
        cycles(ROOT).check(classes);
    }

    @Test
    void the_ring_and_the_shard_read_clock_and_chance_through_the_seam_only() {
        determinism(ROOT).check(classes);
    }

    @Test
    void a_report_that_sees_the_runtime_is_caught() {
        assertCaught(arrowsOf(CANARY_ROOT, "reports"), "SeesTheRuntime");
    }

    @Test
    void a_linker_outside_ffi_is_caught() {
        assertCaught(nativeEdge(CANARY_ROOT), "KnowsTheRing");
    }

    @Test
    void a_cycle_of_packages_is_caught() {
        assertCaught(cycles(CANARY_ROOT), "Cycle detected");
    }

    @Test
    void a_clock_in_the_ring_is_caught() {
        assertCaught(determinism(CANARY_ROOT), "ReadsTheClock");
    }

    @ParameterizedTest
    @FieldSource("MODULES")
    void every_pom_keeps_the_arrows(String module) {
        String pom = Repository.text(Repository.root().resolve(module).resolve("pom.xml"));
        assertEquals(List.of(), brokenArrows(module, pom));
    }

    @Test
    void a_pom_that_breaks_an_arrow_is_caught() {
        String known = "<dependency><artifactId>ringmark-conformance</artifactId></dependency>";
        assertEquals(List.of("ci -> conformance (compile)"), brokenArrows("ci", known));
        String shipped = known.replace("</d", "<scope>runtime</scope></d");
        assertEquals(List.of(), brokenArrows("ci", shipped));
        assertEquals(List.of("reports -> conformance (runtime)"), brokenArrows("reports", shipped));
    }

    private static ArchRule arrowsOf(String root, String module) {
        String[] forbidden =
                Arrows.forbidden().getOrDefault(module, Set.of()).stream()
                        .map(other -> root + "." + other + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                // A module without classes yet: that they are read is asserted beside this rule.
                .allowEmptyShould(true);
    }

    private static ArchRule nativeEdge(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".runtime.ffi..")
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Linker.class, SymbolLookup.class);
    }

    private static ArchRule cycles(String root) {
        return slices().matching(root + ".(*).(*)..").should().beFreeOfCycles();
    }

    private static ArchRule determinism(String root) {
        DescribedPredicate<JavaMethodCall> readsClock =
                describe(
                        "reads a clock, sleeps or throws dice",
                        call ->
                                call.getTargetOwner().getPackageName().startsWith("java.")
                                        && OUTSIDE_WORLD.contains(call.getName()));
        return noClasses()
                .that()
                .resideInAnyPackage(root + ".runtime.ring..", root + ".runtime.shard..")
                .should()
                .callMethodWhere(readsClock)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.time\\.(Clock|InstantSource)|java\\..*Random.*");
    }

    private static void assertCaught(ArchRule rule, String named) {
        AssertionError caught = assertThrows(AssertionError.class, () -> rule.check(canaries));
        assertTrue(String.valueOf(caught.getMessage()).contains(named), caught::getMessage);
    }

    private static List<String> brokenArrows(String module, String pom) {
        List<String> broken = new ArrayList<>();
        Pattern.compile("(?s)<dependency>.*?</dependency>")
                .matcher(pom)
                .results()
                .forEach(
                        found -> {
                            String other = element(found.group(), "artifactId", "");
                            String scope = element(found.group(), "scope", "compile");
                            if (other.startsWith("ringmark-")
                                    && !mayDependOn(module, other.substring(9), scope)) {
                                broken.add(
                                        module + " -> " + other.substring(9) + " (" + scope + ")");
                            }
                        });
        return broken;
    }

    private static boolean mayDependOn(String module, String other, String scope) {
        Set<String> allowed = new TreeSet<>(Arrows.MAY_KNOW.getOrDefault(module, Set.of()));
        if (scope.equals("runtime")) {
            allowed.addAll(Arrows.MAY_SHIP.getOrDefault(module, Set.of()));
        }
        return allowed.contains(other);
    }

    private static String element(String xml, String name, String fallback) {
        var matcher = Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
        return matcher.find() ? matcher.group(1) : fallback;
    }
}
