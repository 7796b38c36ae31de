import org.jspecify.annotations.NullMarked;

/// The command line, the gate, pipelines.
@NullMarked
module dev.ringmark.ci {
    requires static org.jspecify;
    requires dev.ringmark.kernels;
    requires dev.ringmark.reports;
    requires dev.ringmark.stats;
    requires info.picocli;
    requires java.compiler;
    requires static com.fasterxml.jackson.annotation;
    requires static com.github.dockerjava.api;
    requires static testcontainers;
    requires static jmh.core;

    opens dev.ringmark.ci to
            info.picocli;
}
