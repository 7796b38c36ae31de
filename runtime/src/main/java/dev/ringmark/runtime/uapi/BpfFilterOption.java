package dev.ringmark.runtime.uapi;

/// Flags of REGISTER_BPF_FILTER.
public enum BpfFilterOption implements UapiConstant {
    CMD_FILTER("IO_URING_BPF_CMD_FILTER", 1, "7.0", "linux/io_uring/query.h"),
    FILTER_DENY_REST("IO_URING_BPF_FILTER_DENY_REST", 1, "7.0", "linux/io_uring/query.h"),
    FILTER_SZ_STRICT("IO_URING_BPF_FILTER_SZ_STRICT", 2, "7.0", "linux/io_uring/query.h");

    private final Fact fact;

    BpfFilterOption(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
