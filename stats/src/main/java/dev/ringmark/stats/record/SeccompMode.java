package dev.ringmark.stats.record;

/// Whether system calls were filtered: the `Seccomp` line of `/proc/self/status`.
public enum SeccompMode {
    /// 0: no filter.
    DISABLED,
    /// 1: read, write and exit only.
    STRICT,
    /// 2: a filter program, as containers install one.
    FILTER,
    /// Could not be read.
    UNKNOWN;

    /// The name in a record: `disabled`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static SeccompMode parse(String text) {
        return Checks.parse("seccompMode", values(), text);
    }
}
