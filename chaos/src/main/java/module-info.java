import org.jspecify.annotations.NullMarked;

/// What must still hold when things go wrong.
@NullMarked
module dev.ringmark.chaos {
    requires static org.jspecify;
    requires java.management;
    requires dev.ringmark.conformance;
    requires transitive dev.ringmark.runtime;
    requires transitive dev.ringmark.stats;

    exports dev.ringmark.chaos.fault;
    exports dev.ringmark.chaos.replay;
    exports dev.ringmark.chaos.sim;
    exports dev.ringmark.chaos.workload;
}
