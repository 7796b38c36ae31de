package dev.ringmark.runtime.uapi;

/// What MSG_RING carries: `sqe->addr`.
public enum MsgRingCommand implements UapiConstant {
    MSG_DATA("IORING_MSG_DATA", 0, "6.0", "linux/io_uring.h"),
    MSG_SEND_FD("IORING_MSG_SEND_FD", 1, "6.0", "linux/io_uring.h");

    private final Fact fact;

    MsgRingCommand(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
