package dev.ringmark.runtime.uapi;

/// How one SQE is treated, whatever its opcode: `sqe->flags`.
public enum SqeFlag implements UapiConstant {
    FIXED_FILE("IOSQE_FIXED_FILE", 1, "5.1", "linux/io_uring.h, io_uring_enter(2)"),
    IO_DRAIN("IOSQE_IO_DRAIN", 2, "5.2", "linux/io_uring.h, io_uring_enter(2)"),
    IO_LINK("IOSQE_IO_LINK", 4, "5.3", "linux/io_uring.h, io_uring_enter(2)"),
    IO_HARDLINK("IOSQE_IO_HARDLINK", 8, "5.5", "linux/io_uring.h, io_uring_enter(2)"),
    ASYNC("IOSQE_ASYNC", 16, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    BUFFER_SELECT("IOSQE_BUFFER_SELECT", 32, "5.7", "linux/io_uring.h, io_uring_enter(2)"),
    CQE_SKIP_SUCCESS("IOSQE_CQE_SKIP_SUCCESS", 64, "5.17", "linux/io_uring.h, io_uring_enter(2)");

    private final Fact fact;

    SqeFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
