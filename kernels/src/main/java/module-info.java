import org.jspecify.annotations.NullMarked;

/// Which kernels exist and how to boot one.
@NullMarked
module dev.ringmark.kernels {
    requires static org.jspecify;
}
