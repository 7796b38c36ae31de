package dev.ringmark.runtime.uapi;

/// What one SQE asks for: `sqe->opcode`.
public enum Opcode implements UapiConstant {
    NOP("IORING_OP_NOP", 0, "5.1", "linux/io_uring.h"),
    READV("IORING_OP_READV", 1, "5.1", "linux/io_uring.h"),
    WRITEV("IORING_OP_WRITEV", 2, "5.1", "linux/io_uring.h"),
    FSYNC("IORING_OP_FSYNC", 3, "5.1", "linux/io_uring.h"),
    READ_FIXED("IORING_OP_READ_FIXED", 4, "5.1", "linux/io_uring.h"),
    WRITE_FIXED("IORING_OP_WRITE_FIXED", 5, "5.1", "linux/io_uring.h"),
    POLL_ADD("IORING_OP_POLL_ADD", 6, "5.1", "linux/io_uring.h"),
    POLL_REMOVE("IORING_OP_POLL_REMOVE", 7, "5.1", "linux/io_uring.h"),
    SYNC_FILE_RANGE("IORING_OP_SYNC_FILE_RANGE", 8, "5.2", "linux/io_uring.h, io_uring_enter(2)"),
    SENDMSG("IORING_OP_SENDMSG", 9, "5.3", "linux/io_uring.h, io_uring_enter(2)"),
    RECVMSG("IORING_OP_RECVMSG", 10, "5.3", "linux/io_uring.h, io_uring_enter(2)"),
    TIMEOUT("IORING_OP_TIMEOUT", 11, "5.4", "linux/io_uring.h, io_uring_enter(2)"),
    TIMEOUT_REMOVE("IORING_OP_TIMEOUT_REMOVE", 12, "5.5", "linux/io_uring.h, io_uring_enter(2)"),
    ACCEPT("IORING_OP_ACCEPT", 13, "5.5", "linux/io_uring.h, io_uring_enter(2)"),
    ASYNC_CANCEL("IORING_OP_ASYNC_CANCEL", 14, "5.5", "linux/io_uring.h, io_uring_enter(2)"),
    LINK_TIMEOUT("IORING_OP_LINK_TIMEOUT", 15, "5.5", "linux/io_uring.h, io_uring_enter(2)"),
    CONNECT("IORING_OP_CONNECT", 16, "5.5", "linux/io_uring.h, io_uring_enter(2)"),
    FALLOCATE("IORING_OP_FALLOCATE", 17, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    OPENAT("IORING_OP_OPENAT", 18, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    CLOSE("IORING_OP_CLOSE", 19, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    FILES_UPDATE("IORING_OP_FILES_UPDATE", 20, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    STATX("IORING_OP_STATX", 21, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    READ("IORING_OP_READ", 22, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    WRITE("IORING_OP_WRITE", 23, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    FADVISE("IORING_OP_FADVISE", 24, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    MADVISE("IORING_OP_MADVISE", 25, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    SEND("IORING_OP_SEND", 26, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    RECV("IORING_OP_RECV", 27, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    OPENAT2("IORING_OP_OPENAT2", 28, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    EPOLL_CTL("IORING_OP_EPOLL_CTL", 29, "5.6", "linux/io_uring.h, io_uring_enter(2)"),
    SPLICE("IORING_OP_SPLICE", 30, "5.7", "linux/io_uring.h, io_uring_enter(2)"),
    PROVIDE_BUFFERS("IORING_OP_PROVIDE_BUFFERS", 31, "5.7", "linux/io_uring.h, io_uring_enter(2)"),
    REMOVE_BUFFERS("IORING_OP_REMOVE_BUFFERS", 32, "5.7", "linux/io_uring.h, io_uring_enter(2)"),
    TEE("IORING_OP_TEE", 33, "5.8", "linux/io_uring.h, io_uring_enter(2)"),
    SHUTDOWN("IORING_OP_SHUTDOWN", 34, "5.11", "linux/io_uring.h, io_uring_enter(2)"),
    RENAMEAT("IORING_OP_RENAMEAT", 35, "5.11", "linux/io_uring.h, io_uring_enter(2)"),
    UNLINKAT("IORING_OP_UNLINKAT", 36, "5.11", "linux/io_uring.h, io_uring_enter(2)"),
    MKDIRAT("IORING_OP_MKDIRAT", 37, "5.15", "linux/io_uring.h, io_uring_enter(2)"),
    SYMLINKAT("IORING_OP_SYMLINKAT", 38, "5.15", "linux/io_uring.h, io_uring_enter(2)"),
    LINKAT("IORING_OP_LINKAT", 39, "5.15", "linux/io_uring.h, io_uring_enter(2)"),
    MSG_RING("IORING_OP_MSG_RING", 40, "5.18", "linux/io_uring.h, io_uring_enter(2)"),
    FSETXATTR("IORING_OP_FSETXATTR", 41, "5.19", "linux/io_uring.h, io_uring_enter(2)"),
    SETXATTR("IORING_OP_SETXATTR", 42, "5.19", "linux/io_uring.h, io_uring_enter(2)"),
    FGETXATTR("IORING_OP_FGETXATTR", 43, "5.19", "linux/io_uring.h, io_uring_enter(2)"),
    GETXATTR("IORING_OP_GETXATTR", 44, "5.19", "linux/io_uring.h, io_uring_enter(2)"),
    SOCKET("IORING_OP_SOCKET", 45, "5.19", "linux/io_uring.h, io_uring_enter(2)"),
    URING_CMD("IORING_OP_URING_CMD", 46, "5.19", "linux/io_uring.h, io_uring_enter(2)"),
    SEND_ZC("IORING_OP_SEND_ZC", 47, "6.0", "linux/io_uring.h, io_uring_enter(2)"),
    SENDMSG_ZC("IORING_OP_SENDMSG_ZC", 48, "6.1", "linux/io_uring.h, io_uring_enter(2)"),
    READ_MULTISHOT("IORING_OP_READ_MULTISHOT", 49, "6.7", "linux/io_uring.h, io_uring_enter(2)"),
    WAITID("IORING_OP_WAITID", 50, "6.7", "linux/io_uring.h, io_uring_enter(2)"),
    FUTEX_WAIT("IORING_OP_FUTEX_WAIT", 51, "6.7", "linux/io_uring.h, io_uring_enter(2)"),
    FUTEX_WAKE("IORING_OP_FUTEX_WAKE", 52, "6.7", "linux/io_uring.h, io_uring_enter(2)"),
    FUTEX_WAITV("IORING_OP_FUTEX_WAITV", 53, "6.7", "linux/io_uring.h, io_uring_enter(2)"),
    FIXED_FD_INSTALL(
            "IORING_OP_FIXED_FD_INSTALL", 54, "6.8", "linux/io_uring.h, io_uring_enter(2)"),
    FTRUNCATE("IORING_OP_FTRUNCATE", 55, "6.9", "linux/io_uring.h, io_uring_enter(2)"),
    BIND("IORING_OP_BIND", 56, "6.11", "linux/io_uring.h, io_uring_enter(2)"),
    LISTEN("IORING_OP_LISTEN", 57, "6.11", "linux/io_uring.h, io_uring_enter(2)"),
    RECV_ZC("IORING_OP_RECV_ZC", 58, "6.15", "linux/io_uring.h, io_uring_enter(2)"),
    EPOLL_WAIT("IORING_OP_EPOLL_WAIT", 59, "6.15", "linux/io_uring.h, io_uring_enter(2)"),
    READV_FIXED("IORING_OP_READV_FIXED", 60, "6.15", "linux/io_uring.h, io_uring_enter(2)"),
    WRITEV_FIXED("IORING_OP_WRITEV_FIXED", 61, "6.15", "linux/io_uring.h, io_uring_enter(2)"),
    PIPE("IORING_OP_PIPE", 62, "6.16", "linux/io_uring.h, io_uring_enter(2)"),
    NOP128("IORING_OP_NOP128", 63, "6.19", "linux/io_uring.h, io_uring_enter(2)"),
    URING_CMD128("IORING_OP_URING_CMD128", 64, "6.19", "linux/io_uring.h, io_uring_enter(2)");

    private final Fact fact;

    Opcode(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
