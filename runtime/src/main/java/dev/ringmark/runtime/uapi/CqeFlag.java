package dev.ringmark.runtime.uapi;

/// What a completion says beside its result: `cqe->flags`; [#BUFFER_SHIFT] is a shift, not a bit.
public enum CqeFlag implements UapiConstant {
    BUFFER("IORING_CQE_F_BUFFER", 1, "5.7", "linux/io_uring.h"),
    MORE("IORING_CQE_F_MORE", 2, "5.13", "linux/io_uring.h"),
    SOCK_NONEMPTY("IORING_CQE_F_SOCK_NONEMPTY", 4, "5.19", "linux/io_uring.h"),
    NOTIF("IORING_CQE_F_NOTIF", 8, "6.0", "linux/io_uring.h"),
    BUFFER_SHIFT("IORING_CQE_BUFFER_SHIFT", 16, "5.7", "linux/io_uring.h"),
    BUF_MORE("IORING_CQE_F_BUF_MORE", 16, "6.12", "linux/io_uring.h"),
    SKIP("IORING_CQE_F_SKIP", 32, "6.18", "linux/io_uring.h"),
    CQE32("IORING_CQE_F_32", 0x8000, "6.18", "linux/io_uring.h"),
    TSTAMP_HW("IORING_CQE_F_TSTAMP_HW", 0x10000, "6.17", "linux/io_uring.h");

    private final Fact fact;

    CqeFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
