package dev.ringmark.runtime.uapi;

/// How a buffer ring is registered: `io_uring_buf_reg.flags`.
public enum BufferRingFlag implements UapiConstant {
    MMAP("IOU_PBUF_RING_MMAP", 1, "6.4", "linux/io_uring.h"),
    INC("IOU_PBUF_RING_INC", 2, "6.12", "linux/io_uring.h, io_uring_setup_buf_ring(3)");

    private final Fact fact;

    BufferRingFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
