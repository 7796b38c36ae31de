package dev.ringmark.runtime.uapi;

/// How a ring is made: `io_uring_params.flags`.
public enum SetupFlag implements UapiConstant {
    IOPOLL("IORING_SETUP_IOPOLL", 0x1, "5.1", "linux/io_uring.h"),
    SQPOLL("IORING_SETUP_SQPOLL", 0x2, "5.1", "linux/io_uring.h"),
    SQ_AFF("IORING_SETUP_SQ_AFF", 0x4, "5.1", "linux/io_uring.h"),
    CQSIZE("IORING_SETUP_CQSIZE", 0x8, "5.5", "linux/io_uring.h"),
    CLAMP("IORING_SETUP_CLAMP", 0x10, "5.6", "linux/io_uring.h"),
    ATTACH_WQ("IORING_SETUP_ATTACH_WQ", 0x20, "5.6", "linux/io_uring.h"),
    R_DISABLED("IORING_SETUP_R_DISABLED", 0x40, "5.10", "linux/io_uring.h, io_uring_setup(2)"),
    SUBMIT_ALL("IORING_SETUP_SUBMIT_ALL", 0x80, "5.18", "linux/io_uring.h, io_uring_setup(2)"),
    COOP_TASKRUN("IORING_SETUP_COOP_TASKRUN", 0x100, "5.19", "linux/io_uring.h, io_uring_setup(2)"),
    TASKRUN_FLAG("IORING_SETUP_TASKRUN_FLAG", 0x200, "5.19", "linux/io_uring.h, io_uring_setup(2)"),
    SQE128("IORING_SETUP_SQE128", 0x400, "5.19", "linux/io_uring.h, io_uring_setup(2)"),
    CQE32("IORING_SETUP_CQE32", 0x800, "5.19", "linux/io_uring.h, io_uring_setup(2)"),
    SINGLE_ISSUER(
            "IORING_SETUP_SINGLE_ISSUER", 0x1000, "6.0", "linux/io_uring.h, io_uring_setup(2)"),
    DEFER_TASKRUN(
            "IORING_SETUP_DEFER_TASKRUN", 0x2000, "6.1", "linux/io_uring.h, io_uring_setup(2)"),
    NO_MMAP("IORING_SETUP_NO_MMAP", 0x4000, "6.5", "linux/io_uring.h, io_uring_setup(2)"),
    REGISTERED_FD_ONLY(
            "IORING_SETUP_REGISTERED_FD_ONLY",
            0x8000,
            "6.5",
            "linux/io_uring.h, io_uring_setup(2)"),
    NO_SQARRAY("IORING_SETUP_NO_SQARRAY", 0x10000, "6.6", "linux/io_uring.h, io_uring_setup(2)"),
    HYBRID_IOPOLL("IORING_SETUP_HYBRID_IOPOLL", 0x20000, "6.13", "linux/io_uring.h"),
    CQE_MIXED("IORING_SETUP_CQE_MIXED", 0x40000, "6.18", "linux/io_uring.h, io_uring_setup(2)"),
    SQE_MIXED("IORING_SETUP_SQE_MIXED", 0x80000, "6.19", "linux/io_uring.h"),
    SQ_REWIND("IORING_SETUP_SQ_REWIND", 0x100000, "7.0", "linux/io_uring.h, io_uring_setup(2)");

    private final Fact fact;

    SetupFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
