package dev.ringmark.runtime.uapi;

/// What REGISTER_QUERY is asked: `io_uring_query_hdr.query_op`.
public enum QueryOpcode implements UapiConstant {
    OPCODES("IO_URING_QUERY_OPCODES", 0, "6.18", "linux/io_uring/query.h"),
    ZCRX("IO_URING_QUERY_ZCRX", 1, "6.19", "linux/io_uring/query.h"),
    SCQ("IO_URING_QUERY_SCQ", 2, "6.19", "linux/io_uring/query.h");

    private final Fact fact;

    QueryOpcode(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
