package dev.ringmark.runtime.op;

/// How memory or a file will be used: POSIX_FADV_* of posix_fadvise(2), and what madvise(2) has in
/// common with it.
public enum Advice {
    NORMAL(0),
    RANDOM(1),
    SEQUENTIAL(2),
    WILL_NEED(3),
    DONT_NEED(4);

    private final int number;

    Advice(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
