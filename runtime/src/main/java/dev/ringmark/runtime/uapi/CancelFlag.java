package dev.ringmark.runtime.uapi;

/// What ASYNC_CANCEL and SYNC_CANCEL match: `sqe->cancel_flags`.
public enum CancelFlag implements UapiConstant {
    ALL("IORING_ASYNC_CANCEL_ALL", 1, "5.19", "linux/io_uring.h, io_uring_prep_cancel(3)"),
    FD("IORING_ASYNC_CANCEL_FD", 2, "5.19", "linux/io_uring.h, io_uring_prep_cancel(3)"),
    ANY("IORING_ASYNC_CANCEL_ANY", 4, "5.19", "linux/io_uring.h, io_uring_prep_cancel(3)"),
    FD_FIXED("IORING_ASYNC_CANCEL_FD_FIXED", 8, "6.0", "linux/io_uring.h, io_uring_prep_cancel(3)"),
    USERDATA(
            "IORING_ASYNC_CANCEL_USERDATA", 16, "6.6", "linux/io_uring.h, io_uring_prep_cancel(3)"),
    OP("IORING_ASYNC_CANCEL_OP", 32, "6.6", "linux/io_uring.h, io_uring_prep_cancel(3)");

    private final Fact fact;

    CancelFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
