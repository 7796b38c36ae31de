package dev.ringmark.runtime.probe;

/// What asking a kernel for one feature came to.
public sealed interface Support {

    /// The feature was used, or the kernel's own answer says that it is there.
    record Supported() implements Support {}

    /// The kernel was asked properly and refused.
    ///
    /// @param since the release whose header has the feature
    /// @param reason what the kernel answered, in a sentence
    record Unsupported(KernelVersion since, String reason) implements Support {}

    /// The question could not be asked here, or the answer fits neither case; asked again the next
    /// time.
    ///
    /// @param why what is missing, in a sentence
    record Inconclusive(String why) implements Support {}

    /// Whether asking again can change nothing.
    default boolean isConclusive() {
        return switch (this) {
            case Supported _, Unsupported _ -> true;
            case Inconclusive _ -> false;
        };
    }

    /// The result for people: `yes`, `no (io_uring_setup returned -EINVAL; in Linux since 6.19)`.
    default String describe() {
        return switch (this) {
            case Supported _ -> "yes";
            case Unsupported no -> "no (" + no.reason() + "; in Linux since " + no.since() + ")";
            case Inconclusive open -> "unknown (" + open.why() + ")";
        };
    }
}
