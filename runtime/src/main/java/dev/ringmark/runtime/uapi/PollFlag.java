package dev.ringmark.runtime.uapi;

/// How a poll is armed or changed: `sqe->len` of POLL_ADD and POLL_REMOVE.
public enum PollFlag implements UapiConstant {
    ADD_MULTI("IORING_POLL_ADD_MULTI", 1, "5.13", "linux/io_uring.h"),
    UPDATE_EVENTS("IORING_POLL_UPDATE_EVENTS", 2, "5.13", "linux/io_uring.h"),
    UPDATE_USER_DATA("IORING_POLL_UPDATE_USER_DATA", 4, "5.13", "linux/io_uring.h"),
    ADD_LEVEL("IORING_POLL_ADD_LEVEL", 8, "6.0", "linux/io_uring.h");

    private final Fact fact;

    PollFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
