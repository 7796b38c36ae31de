package dev.ringmark.runtime.uapi;

/// How URING_CMD runs: `sqe->uring_cmd_flags`.
public enum UringCommandFlag implements UapiConstant {
    FIXED("IORING_URING_CMD_FIXED", 1, "6.1", "linux/io_uring.h"),
    MULTISHOT("IORING_URING_CMD_MULTISHOT", 2, "6.18", "linux/io_uring.h"),
    POLLED("IORING_URING_CMD_POLLED", 0x80000000L, "6.5", "linux/io_uring.h");

    private final Fact fact;

    UringCommandFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
