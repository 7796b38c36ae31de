import org.jspecify.annotations.NullMarked;

/// What a kernel must do, and the harness that finds out.
///
/// Open: JUnit calls the checks by reflection.
@NullMarked
open module dev.ringmark.conformance {
    requires java.logging;
    requires static transitive org.jspecify;
    requires transitive dev.ringmark.runtime;
    requires transitive dev.ringmark.stats;
    requires transitive org.junit.jupiter.api;
    requires org.junit.platform.commons;

    exports dev.ringmark.conformance.feature;
    exports dev.ringmark.conformance.fixture;
}
