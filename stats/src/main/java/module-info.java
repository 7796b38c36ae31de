import org.jspecify.annotations.NullMarked;

/// What a run produced and what it means.
@NullMarked
module dev.ringmark.stats {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;
    requires commons.math3;
    requires org.apache.commons.statistics.distribution;
    requires HdrHistogram;

    exports dev.ringmark.stats.compare;
    exports dev.ringmark.stats.design;
    exports dev.ringmark.stats.exchange;
    exports dev.ringmark.stats.history;
    exports dev.ringmark.stats.record;
    exports dev.ringmark.stats.sample;
}
