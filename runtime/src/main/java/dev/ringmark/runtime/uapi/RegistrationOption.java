package dev.ringmark.runtime.uapi;

/// Flags and special values of single register operations.
public enum RegistrationOption implements UapiConstant {
    MEM_REGION_REG_WAIT_ARG("IORING_MEM_REGION_REG_WAIT_ARG", 1, "6.13", "linux/io_uring.h"),
    MEM_REGION_TYPE_USER("IORING_MEM_REGION_TYPE_USER", 1, "6.13", "linux/io_uring.h"),
    REGISTER_SRC_REGISTERED("IORING_REGISTER_SRC_REGISTERED", 1, "6.12", "linux/io_uring.h"),
    REG_WAIT_TS("IORING_REG_WAIT_TS", 1, "6.13", "linux/io_uring.h"),
    RSRC_REGISTER_SPARSE("IORING_RSRC_REGISTER_SPARSE", 1, "5.19", "linux/io_uring.h"),
    REGISTER_DST_REPLACE("IORING_REGISTER_DST_REPLACE", 2, "6.13", "linux/io_uring.h"),
    REGISTER_USE_REGISTERED_RING(
            "IORING_REGISTER_USE_REGISTERED_RING", 0x80000000L, "6.3", "linux/io_uring.h"),
    REGISTER_FILES_SKIP(
            "IORING_REGISTER_FILES_SKIP", 0xfffffffffffffffeL, "5.12", "linux/io_uring.h"),
    IO_URING_OP_SUPPORTED("IO_URING_OP_SUPPORTED", 1, "5.6", "linux/io_uring.h");

    private final Fact fact;

    RegistrationOption(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
