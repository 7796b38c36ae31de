import org.jspecify.annotations.NullMarked;

/// Pages and files for people and machines, made from stored records alone.
@NullMarked
module dev.ringmark.reports {
    requires static org.jspecify;
    requires transitive dev.ringmark.stats;
    requires gg.jte.runtime;
    requires java.xml;

    exports dev.ringmark.reports;
}
