package dev.ringmark.runtime.uapi;

/// What the two sides of a ring tell each other in shared memory: the flags words of SQ and CQ.
public enum RingFlag implements UapiConstant {
    CQ_EVENTFD_DISABLED("IORING_CQ_EVENTFD_DISABLED", 1, "5.8", "linux/io_uring.h"),
    SQ_NEED_WAKEUP("IORING_SQ_NEED_WAKEUP", 1, "5.1", "linux/io_uring.h"),
    SQ_CQ_OVERFLOW("IORING_SQ_CQ_OVERFLOW", 2, "5.8", "linux/io_uring.h"),
    SQ_TASKRUN("IORING_SQ_TASKRUN", 4, "5.19", "linux/io_uring.h");

    private final Fact fact;

    RingFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
