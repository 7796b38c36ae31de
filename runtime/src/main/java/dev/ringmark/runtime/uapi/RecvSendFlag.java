package dev.ringmark.runtime.uapi;

/// How sends and receives behave: `sqe->ioprio`.
public enum RecvSendFlag implements UapiConstant {
    RECVSEND_POLL_FIRST("IORING_RECVSEND_POLL_FIRST", 1, "5.19", "linux/io_uring.h"),
    RECV_MULTISHOT("IORING_RECV_MULTISHOT", 2, "6.0", "linux/io_uring.h"),
    RECVSEND_FIXED_BUF("IORING_RECVSEND_FIXED_BUF", 4, "6.0", "linux/io_uring.h"),
    SEND_ZC_REPORT_USAGE("IORING_SEND_ZC_REPORT_USAGE", 8, "6.2", "linux/io_uring.h"),
    RECVSEND_BUNDLE("IORING_RECVSEND_BUNDLE", 16, "6.10", "linux/io_uring.h"),
    SEND_VECTORIZED("IORING_SEND_VECTORIZED", 32, "6.17", "linux/io_uring.h");

    private final Fact fact;

    RecvSendFlag(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
