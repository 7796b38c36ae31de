package dev.ringmark.runtime.uapi;

/// What `io_uring_register(2)` is asked to do.
public enum RegisterOp implements UapiConstant {
    BUFFERS("IORING_REGISTER_BUFFERS", 0, "5.1", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_BUFFERS(
            "IORING_UNREGISTER_BUFFERS", 1, "5.1", "linux/io_uring.h, io_uring_register(2)"),
    FILES("IORING_REGISTER_FILES", 2, "5.1", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_FILES("IORING_UNREGISTER_FILES", 3, "5.1", "linux/io_uring.h, io_uring_register(2)"),
    EVENTFD("IORING_REGISTER_EVENTFD", 4, "5.2", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_EVENTFD(
            "IORING_UNREGISTER_EVENTFD", 5, "5.2", "linux/io_uring.h, io_uring_register(2)"),
    FILES_UPDATE(
            "IORING_REGISTER_FILES_UPDATE", 6, "5.5", "linux/io_uring.h, io_uring_register(2)"),
    EVENTFD_ASYNC(
            "IORING_REGISTER_EVENTFD_ASYNC", 7, "5.6", "linux/io_uring.h, io_uring_register(2)"),
    PROBE("IORING_REGISTER_PROBE", 8, "5.6", "linux/io_uring.h, io_uring_register(2)"),
    PERSONALITY("IORING_REGISTER_PERSONALITY", 9, "5.6", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_PERSONALITY(
            "IORING_UNREGISTER_PERSONALITY", 10, "5.6", "linux/io_uring.h, io_uring_register(2)"),
    RESTRICTIONS(
            "IORING_REGISTER_RESTRICTIONS", 11, "5.10", "linux/io_uring.h, io_uring_register(2)"),
    ENABLE_RINGS(
            "IORING_REGISTER_ENABLE_RINGS", 12, "5.10", "linux/io_uring.h, io_uring_register(2)"),
    FILES2("IORING_REGISTER_FILES2", 13, "5.13", "linux/io_uring.h, io_uring_register(2)"),
    FILES_UPDATE2(
            "IORING_REGISTER_FILES_UPDATE2", 14, "5.13", "linux/io_uring.h, io_uring_register(2)"),
    BUFFERS2("IORING_REGISTER_BUFFERS2", 15, "5.13", "linux/io_uring.h"),
    BUFFERS_UPDATE(
            "IORING_REGISTER_BUFFERS_UPDATE", 16, "5.13", "linux/io_uring.h, io_uring_register(2)"),
    IOWQ_AFF("IORING_REGISTER_IOWQ_AFF", 17, "5.14", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_IOWQ_AFF(
            "IORING_UNREGISTER_IOWQ_AFF", 18, "5.14", "linux/io_uring.h, io_uring_register(2)"),
    IOWQ_MAX_WORKERS(
            "IORING_REGISTER_IOWQ_MAX_WORKERS",
            19,
            "5.15",
            "linux/io_uring.h, io_uring_register(2)"),
    RING_FDS("IORING_REGISTER_RING_FDS", 20, "5.18", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_RING_FDS(
            "IORING_UNREGISTER_RING_FDS", 21, "5.18", "linux/io_uring.h, io_uring_register(2)"),
    PBUF_RING("IORING_REGISTER_PBUF_RING", 22, "5.19", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_PBUF_RING(
            "IORING_UNREGISTER_PBUF_RING", 23, "5.19", "linux/io_uring.h, io_uring_register(2)"),
    SYNC_CANCEL("IORING_REGISTER_SYNC_CANCEL", 24, "6.0", "linux/io_uring.h, io_uring_register(2)"),
    FILE_ALLOC_RANGE(
            "IORING_REGISTER_FILE_ALLOC_RANGE",
            25,
            "6.0",
            "linux/io_uring.h, io_uring_register(2)"),
    PBUF_STATUS("IORING_REGISTER_PBUF_STATUS", 26, "6.8", "linux/io_uring.h, io_uring_register(2)"),
    NAPI("IORING_REGISTER_NAPI", 27, "6.9", "linux/io_uring.h, io_uring_register(2)"),
    UNREGISTER_NAPI("IORING_UNREGISTER_NAPI", 28, "6.9", "linux/io_uring.h, io_uring_register(2)"),
    CLOCK("IORING_REGISTER_CLOCK", 29, "6.12", "linux/io_uring.h, io_uring_register(2)"),
    CLONE_BUFFERS("IORING_REGISTER_CLONE_BUFFERS", 30, "6.12", "linux/io_uring.h"),
    SEND_MSG_RING(
            "IORING_REGISTER_SEND_MSG_RING", 31, "6.13", "linux/io_uring.h, io_uring_register(2)"),
    ZCRX_IFQ("IORING_REGISTER_ZCRX_IFQ", 32, "6.15", "linux/io_uring.h, io_uring_register(2)"),
    RESIZE_RINGS(
            "IORING_REGISTER_RESIZE_RINGS", 33, "6.13", "linux/io_uring.h, io_uring_register(2)"),
    MEM_REGION("IORING_REGISTER_MEM_REGION", 34, "6.13", "linux/io_uring.h"),
    QUERY("IORING_REGISTER_QUERY", 35, "6.18", "linux/io_uring.h, io_uring_register(2)"),
    ZCRX_CTRL("IORING_REGISTER_ZCRX_CTRL", 36, "6.19", "linux/io_uring.h, io_uring_register(2)"),
    BPF_FILTER("IORING_REGISTER_BPF_FILTER", 37, "7.0", "linux/io_uring.h");

    private final Fact fact;

    RegisterOp(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
