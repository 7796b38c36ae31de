package dev.ringmark.ci.gate;

/// What the process tells the one that started it. The later constant wins where several apply.
public enum ExitStatus {
    /// The run is complete, and nothing in it stands against this kernel.
    OK(0),
    /// There are findings that no waiver covers.
    FINDINGS(1),
    /// The command line or a file named on it is wrong.
    USAGE(2),
    /// There is no complete run to judge.
    COULD_NOT_RUN(3),
    /// Someone stopped it, as a shell reports a process that SIGINT ended.
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    /// The number: 0 to 255.
    public int code() {
        return code;
    }
}
