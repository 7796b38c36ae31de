import org.jspecify.annotations.NullMarked;

/// Which kernels exist and how to boot one.
@NullMarked
module dev.ringmark.kernels {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.core;

    exports dev.ringmark.kernels.catalog;
    exports dev.ringmark.kernels.fetch;
    exports dev.ringmark.kernels.image;
    exports dev.ringmark.kernels.vm;
}
