package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.Check;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.platform.commons.support.ReflectionSupport;

/// Finds the checks by a scan of the class path.
final class Checks {

    private static final String PACKAGE = "dev.ringmark.conformance.checks";
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(_[a-z0-9]+)*\\.[a-z0-9_]+");
    private static final Pattern STATEMENT = Pattern.compile("S\\d{3}|[A-Z]+-\\d+[a-z]?");

    private Checks() {}

    /// Every check there is, by id: the family comes first in an id.
    ///
    /// @throws IllegalStateException when one declares what can't be
    static List<FoundCheck> scan() {
        return scan(PACKAGE);
    }

    static List<FoundCheck> scan(String inPackage) {
        List<FoundCheck> found = new ArrayList<>();
        ReflectionSupport.findAllClassesInPackage(
                        inPackage, type -> type.isAnnotationPresent(Check.class), _ -> true)
                .forEach(type -> found.add(FoundCheck.of(type)));
        found.sort(Comparator.comparing(one -> one.check().id()));
        found.forEach(Checks::verify);
        verifyUnique(found);
        return List.copyOf(found);
    }

    private static void verify(FoundCheck found) {
        Check check = found.check();
        String where = "@Check of " + found.type().getName() + ": ";
        if (!ID.matcher(check.id()).matches()) {
            throw new IllegalStateException(
                    where
                            + "id: "
                            + check.id()
                            + ", expected family.behaviour in lower snake case");
        }
        String inPackage = found.type().getPackageName();
        if (!inPackage.endsWith("." + found.family())) {
            throw new IllegalStateException(
                    where + "id: " + check.id() + ", expected the family of package " + inPackage);
        }
        if (!found.isCanary() && !STATEMENT.matcher(check.statement()).matches()) {
            throw new IllegalStateException(
                    where
                            + "statement: "
                            + check.statement()
                            + ", expected S000..S999, or the id of a requirement or scenario");
        }
        if (check.modes().length == 0) {
            throw new IllegalStateException(where + "modes: none, expected 1 or more");
        }
    }

    private static void verifyUnique(List<FoundCheck> all) {
        Map<String, FoundCheck> byId = new HashMap<>();
        for (FoundCheck found : all) {
            FoundCheck other = byId.put(found.check().id(), found);
            if (other != null) {
                throw new IllegalStateException(
                        "@Check id: "
                                + found.check().id()
                                + " is that of "
                                + other.type().getName()
                                + " and of "
                                + found.type().getName());
            }
        }
    }
}
