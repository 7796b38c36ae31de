import org.jspecify.annotations.NullMarked;

/// What a kernel must do, and the harness that finds out.
@NullMarked
module dev.ringmark.conformance {
    requires static org.jspecify;
    requires dev.ringmark.runtime;
    requires dev.ringmark.stats;
    requires org.junit.jupiter.api;
    requires org.junit.platform.launcher;
}
