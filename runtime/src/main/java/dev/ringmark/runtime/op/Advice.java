package dev.ringmark.runtime.op;

/// How memory or a file will be used: POSIX_FADV_* of posix_fadvise(2), and what madvise(2) has in
/// common with it.
public enum Advice {
    NORMAL,
    RANDOM,
    SEQUENTIAL,
    WILL_NEED,
    DONT_NEED;

    int number() {
        return ordinal();
    }
}
