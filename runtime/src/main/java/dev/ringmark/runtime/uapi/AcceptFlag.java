package dev.ringmark.runtime.uapi;

/// How an accept waits and repeats: `sqe->ioprio`.
public enum AcceptFlag implements UapiConstant {
    MULTISHOT("IORING_ACCEPT_MULTISHOT", 1, "5.19", "linux/io_uring.h"),
    DONTWAIT("IORING_ACCEPT_DONTWAIT", 2, "6.10", "linux/io_uring.h"),
    POLL_FIRST("IORING_ACCEPT_POLL_FIRST", 4, "6.10", "linux/io_uring.h");

    private final Fact fact;

    AcceptFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
