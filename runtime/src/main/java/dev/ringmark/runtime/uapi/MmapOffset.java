package dev.ringmark.runtime.uapi;

/// Where in a ring fd each region lies, and how buffer rings are addressed there.
public enum MmapOffset implements UapiConstant {
    SQ_RING("IORING_OFF_SQ_RING", 0, "5.1", "linux/io_uring.h"),
    PBUF_SHIFT("IORING_OFF_PBUF_SHIFT", 16, "6.4", "linux/io_uring.h"),
    CQ_RING("IORING_OFF_CQ_RING", 0x8000000, "5.1", "linux/io_uring.h"),
    SQES("IORING_OFF_SQES", 0x10000000, "5.1", "linux/io_uring.h"),
    PBUF_RING("IORING_OFF_PBUF_RING", 0x80000000L, "6.4", "linux/io_uring.h"),
    MMAP_MASK("IORING_OFF_MMAP_MASK", 0xf8000000L, "6.4", "linux/io_uring.h");

    private final Fact fact;

    MmapOffset(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
