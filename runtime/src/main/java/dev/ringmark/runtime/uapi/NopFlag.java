package dev.ringmark.runtime.uapi;

/// What a NOP pretends to be: `sqe->nop_flags`.
public enum NopFlag implements UapiConstant {
    INJECT_RESULT("IORING_NOP_INJECT_RESULT", 1, "6.10", "linux/io_uring.h"),
    FILE("IORING_NOP_FILE", 2, "6.13", "linux/io_uring.h"),
    FIXED_FILE("IORING_NOP_FIXED_FILE", 4, "6.13", "linux/io_uring.h"),
    FIXED_BUFFER("IORING_NOP_FIXED_BUFFER", 8, "6.13", "linux/io_uring.h"),
    TW("IORING_NOP_TW", 16, "6.17", "linux/io_uring.h"),
    CQE32("IORING_NOP_CQE32", 32, "6.18", "linux/io_uring.h");

    private final Fact fact;

    NopFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
