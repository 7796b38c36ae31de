package dev.ringmark.runtime.uapi;

/// Operations and tracking modes of REGISTER_NAPI.
public enum NapiOption implements UapiConstant {
    REGISTER_OP("IO_URING_NAPI_REGISTER_OP", 0, "6.13", "linux/io_uring.h"),
    TRACKING_DYNAMIC("IO_URING_NAPI_TRACKING_DYNAMIC", 0, "6.13", "linux/io_uring.h"),
    STATIC_ADD_ID("IO_URING_NAPI_STATIC_ADD_ID", 1, "6.13", "linux/io_uring.h"),
    TRACKING_STATIC("IO_URING_NAPI_TRACKING_STATIC", 1, "6.13", "linux/io_uring.h"),
    STATIC_DEL_ID("IO_URING_NAPI_STATIC_DEL_ID", 2, "6.13", "linux/io_uring.h"),
    TRACKING_INACTIVE("IO_URING_NAPI_TRACKING_INACTIVE", 255, "6.13", "linux/io_uring.h");

    private final Fact fact;

    NapiOption(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
