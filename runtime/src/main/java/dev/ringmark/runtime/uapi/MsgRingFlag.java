package dev.ringmark.runtime.uapi;

/// How MSG_RING posts to its target: `sqe->msg_ring_flags`.
public enum MsgRingFlag implements UapiConstant {
    CQE_SKIP("IORING_MSG_RING_CQE_SKIP", 1, "6.0", "linux/io_uring.h"),
    FLAGS_PASS("IORING_MSG_RING_FLAGS_PASS", 2, "6.3", "linux/io_uring.h");

    private final Fact fact;

    MsgRingFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
