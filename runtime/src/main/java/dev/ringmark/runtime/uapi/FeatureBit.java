package dev.ringmark.runtime.uapi;

/// What the kernel says of itself at setup: `io_uring_params.features`.
public enum FeatureBit implements UapiConstant {
    SINGLE_MMAP("IORING_FEAT_SINGLE_MMAP", 0x1, "5.4", "linux/io_uring.h, io_uring_setup(2)"),
    NODROP("IORING_FEAT_NODROP", 0x2, "5.5", "linux/io_uring.h, io_uring_setup(2)"),
    SUBMIT_STABLE("IORING_FEAT_SUBMIT_STABLE", 0x4, "5.5", "linux/io_uring.h, io_uring_setup(2)"),
    RW_CUR_POS("IORING_FEAT_RW_CUR_POS", 0x8, "5.6", "linux/io_uring.h, io_uring_setup(2)"),
    CUR_PERSONALITY(
            "IORING_FEAT_CUR_PERSONALITY", 0x10, "5.6", "linux/io_uring.h, io_uring_setup(2)"),
    FAST_POLL("IORING_FEAT_FAST_POLL", 0x20, "5.7", "linux/io_uring.h, io_uring_setup(2)"),
    POLL_32BITS("IORING_FEAT_POLL_32BITS", 0x40, "5.9", "linux/io_uring.h, io_uring_setup(2)"),
    SQPOLL_NONFIXED(
            "IORING_FEAT_SQPOLL_NONFIXED", 0x80, "5.11", "linux/io_uring.h, io_uring_setup(2)"),
    EXT_ARG("IORING_FEAT_EXT_ARG", 0x100, "5.11", "linux/io_uring.h"),
    NATIVE_WORKERS(
            "IORING_FEAT_NATIVE_WORKERS", 0x200, "5.12", "linux/io_uring.h, io_uring_setup(2)"),
    RSRC_TAGS("IORING_FEAT_RSRC_TAGS", 0x400, "5.13", "linux/io_uring.h, io_uring_setup(2)"),
    CQE_SKIP("IORING_FEAT_CQE_SKIP", 0x800, "5.17", "linux/io_uring.h, io_uring_setup(2)"),
    LINKED_FILE("IORING_FEAT_LINKED_FILE", 0x1000, "5.18", "linux/io_uring.h, io_uring_setup(2)"),
    REG_REG_RING("IORING_FEAT_REG_REG_RING", 0x2000, "6.3", "linux/io_uring.h, io_uring_setup(2)"),
    RECVSEND_BUNDLE("IORING_FEAT_RECVSEND_BUNDLE", 0x4000, "6.10", "linux/io_uring.h"),
    MIN_TIMEOUT("IORING_FEAT_MIN_TIMEOUT", 0x8000, "6.12", "linux/io_uring.h"),
    RW_ATTR("IORING_FEAT_RW_ATTR", 0x10000, "6.14", "linux/io_uring.h"),
    NO_IOWAIT("IORING_FEAT_NO_IOWAIT", 0x20000, "6.15", "linux/io_uring.h");

    private final Fact fact;

    FeatureBit(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
