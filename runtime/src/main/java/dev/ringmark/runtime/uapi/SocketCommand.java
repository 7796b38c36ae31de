package dev.ringmark.runtime.uapi;

/// What URING_CMD asks of a socket: `sqe->cmd_op`.
public enum SocketCommand implements UapiConstant {
    SIOCINQ("SOCKET_URING_OP_SIOCINQ", 0, "6.6", "linux/io_uring.h"),
    SIOCOUTQ("SOCKET_URING_OP_SIOCOUTQ", 1, "6.6", "linux/io_uring.h"),
    GETSOCKOPT("SOCKET_URING_OP_GETSOCKOPT", 2, "6.7", "linux/io_uring.h"),
    SETSOCKOPT("SOCKET_URING_OP_SETSOCKOPT", 3, "6.7", "linux/io_uring.h"),
    TX_TIMESTAMP("SOCKET_URING_OP_TX_TIMESTAMP", 4, "6.17", "linux/io_uring.h"),
    GETSOCKNAME("SOCKET_URING_OP_GETSOCKNAME", 5, "6.19", "linux/io_uring.h");

    private final Fact fact;

    SocketCommand(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
