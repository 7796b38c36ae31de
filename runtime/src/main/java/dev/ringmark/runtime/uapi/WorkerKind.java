package dev.ringmark.runtime.uapi;

/// The two io-wq pools: index into the array of REGISTER_IOWQ_MAX_WORKERS.
public enum WorkerKind implements UapiConstant {
    BOUND("IO_WQ_BOUND", 0, "5.15", "linux/io_uring.h"),
    UNBOUND("IO_WQ_UNBOUND", 1, "5.15", "linux/io_uring.h");

    private final Fact fact;

    WorkerKind(String kernelName, long value, String since, String source) {
        fact = new Fact(kernelName, value, since, source);
    }

    @Override
    public Fact fact() {
        return fact;
    }
}
