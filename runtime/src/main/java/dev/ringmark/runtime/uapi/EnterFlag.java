package dev.ringmark.runtime.uapi;

/// How `io_uring_enter(2)` behaves.
public enum EnterFlag implements UapiConstant {
    GETEVENTS("IORING_ENTER_GETEVENTS", 1, "5.1", "linux/io_uring.h"),
    SQ_WAKEUP("IORING_ENTER_SQ_WAKEUP", 2, "5.1", "linux/io_uring.h"),
    SQ_WAIT("IORING_ENTER_SQ_WAIT", 4, "5.10", "linux/io_uring.h"),
    EXT_ARG("IORING_ENTER_EXT_ARG", 8, "5.11", "linux/io_uring.h, io_uring_enter(2)"),
    REGISTERED_RING("IORING_ENTER_REGISTERED_RING", 16, "5.18", "linux/io_uring.h"),
    ABS_TIMER("IORING_ENTER_ABS_TIMER", 32, "6.12", "linux/io_uring.h, io_uring_enter(2)"),
    EXT_ARG_REG("IORING_ENTER_EXT_ARG_REG", 64, "6.13", "linux/io_uring.h, io_uring_enter(2)"),
    NO_IOWAIT("IORING_ENTER_NO_IOWAIT", 128, "6.15", "linux/io_uring.h, io_uring_enter(2)");

    private final Fact fact;

    EnterFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
