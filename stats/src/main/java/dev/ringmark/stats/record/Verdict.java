package dev.ringmark.stats.record;

/// What one result means. A waiver is data beside a result, never a verdict.
public enum Verdict {
    /// What was expected is what was observed.
    PASS(false),
    /// The kernel did something it must not do, or lacks what it should have.
    FAIL(true),
    /// Legal, and it differs by version: the observed value is recorded.
    VARIANT(false),
    /// The feature is absent, and probe and documentation agree that it is.
    UNSUPPORTED(false),
    /// A seccomp filter, sysctl, capability or limit kept the question from being asked.
    BLOCKED(false),
    /// No answer before the deadline.
    TIMED_OUT(true),
    /// The process that asked, or the kernel, died.
    CRASHED(true),
    /// Our fault, never counted as the kernel's.
    BROKEN(true);

    private final boolean finding;

    Verdict(boolean finding) {
        this.finding = finding;
    }

    /// Whether this verdict is a finding, which makes a run fail unless a waiver covers it.
    public boolean isFinding() {
        return finding;
    }

    /// The verdict as it stands in a record: `timed_out`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The verdict of a name in a record; any other text is refused with the names there are.
    public static Verdict parse(String text) {
        return Checks.parse("verdict", values(), text);
    }
}
