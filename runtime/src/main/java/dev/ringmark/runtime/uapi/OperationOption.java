package dev.ringmark.runtime.uapi;

/// Flags and special values of single operations.
public enum OperationOption implements UapiConstant {
    FIXED_FD_NO_CLOEXEC("IORING_FIXED_FD_NO_CLOEXEC", 1, "6.8", "linux/io_uring.h"),
    FSYNC_DATASYNC("IORING_FSYNC_DATASYNC", 1, "5.1", "linux/io_uring.h"),
    RW_ATTR_FLAG_PI("IORING_RW_ATTR_FLAG_PI", 1, "6.14", "linux/io_uring.h"),
    TIMESTAMP_HW_SHIFT("IORING_TIMESTAMP_HW_SHIFT", 16, "6.17", "linux/io_uring.h"),
    TIMESTAMP_TYPE_SHIFT("IORING_TIMESTAMP_TYPE_SHIFT", 17, "6.17", "linux/io_uring.h"),
    NOTIF_USAGE_ZC_COPIED("IORING_NOTIF_USAGE_ZC_COPIED", 0x80000000L, "6.2", "linux/io_uring.h"),
    SPLICE_F_FD_IN_FIXED("SPLICE_F_FD_IN_FIXED", 0x80000000L, "5.7", "linux/io_uring.h"),
    FILE_INDEX_ALLOC("IORING_FILE_INDEX_ALLOC", 0xffffffffL, "5.19", "linux/io_uring.h");

    private final Fact fact;

    OperationOption(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
