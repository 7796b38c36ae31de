package dev.ringmark.runtime.uapi;

/// How a timeout counts: `sqe->timeout_flags`.
public enum TimeoutFlag implements UapiConstant {
    ABS("IORING_TIMEOUT_ABS", 1, "5.5", "linux/io_uring.h"),
    UPDATE("IORING_TIMEOUT_UPDATE", 2, "5.11", "linux/io_uring.h"),
    BOOTTIME("IORING_TIMEOUT_BOOTTIME", 4, "5.15", "linux/io_uring.h"),
    REALTIME("IORING_TIMEOUT_REALTIME", 8, "5.15", "linux/io_uring.h"),
    LINK_TIMEOUT_UPDATE("IORING_LINK_TIMEOUT_UPDATE", 16, "5.15", "linux/io_uring.h"),
    ETIME_SUCCESS("IORING_TIMEOUT_ETIME_SUCCESS", 32, "5.16", "linux/io_uring.h"),
    MULTISHOT("IORING_TIMEOUT_MULTISHOT", 64, "6.4", "linux/io_uring.h"),
    IMMEDIATE_ARG("IORING_TIMEOUT_IMMEDIATE_ARG", 128, "7.1", "linux/io_uring.h");

    private final Fact fact;

    TimeoutFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
