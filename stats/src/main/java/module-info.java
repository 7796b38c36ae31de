import org.jspecify.annotations.NullMarked;

/// What a run produced and what it means.
@NullMarked
module dev.ringmark.stats {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;

    exports dev.ringmark.stats.record;
}
