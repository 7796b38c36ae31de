package dev.ringmark.runtime.uapi;

/// What a restriction allows: `io_uring_restriction.opcode`.
public enum RestrictionOpcode implements UapiConstant {
    REGISTER_OP("IORING_RESTRICTION_REGISTER_OP", 0, "5.10", "linux/io_uring.h"),
    SQE_OP("IORING_RESTRICTION_SQE_OP", 1, "5.10", "linux/io_uring.h"),
    SQE_FLAGS_ALLOWED("IORING_RESTRICTION_SQE_FLAGS_ALLOWED", 2, "5.10", "linux/io_uring.h"),
    SQE_FLAGS_REQUIRED("IORING_RESTRICTION_SQE_FLAGS_REQUIRED", 3, "5.10", "linux/io_uring.h");

    private final Fact fact;

    RestrictionOpcode(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
