package dev.ringmark.runtime.uapi;

/// Registration, areas and control of zero-copy receive.
public enum ZeroCopyReceiveOption implements UapiConstant {
    CTRL_FLUSH_RQ("ZCRX_CTRL_FLUSH_RQ", 0, "6.19", "linux/io_uring.h"),
    AREA_DMABUF("IORING_ZCRX_AREA_DMABUF", 1, "6.16", "linux/io_uring.h"),
    CTRL_EXPORT("ZCRX_CTRL_EXPORT", 1, "6.19", "linux/io_uring.h"),
    FEATURE_RX_PAGE_SIZE("ZCRX_FEATURE_RX_PAGE_SIZE", 1, "7.0", "linux/io_uring.h"),
    REG_IMPORT("ZCRX_REG_IMPORT", 1, "6.19", "linux/io_uring.h"),
    REG_NODEV("ZCRX_REG_NODEV", 2, "7.1", "linux/io_uring.h"),
    AREA_SHIFT("IORING_ZCRX_AREA_SHIFT", 48, "6.15", "linux/io_uring.h"),
    AREA_MASK("IORING_ZCRX_AREA_MASK", 0xffff000000000000L, "6.15", "linux/io_uring.h");

    private final Fact fact;

    ZeroCopyReceiveOption(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
