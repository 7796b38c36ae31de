package dev.ringmark.runtime.process;

/// Signals by their names, as x86, ARM and RISC-V number them: signal(7).
public enum Signal {
    HUP(1),
    INT(2),
    QUIT(3),
    KILL(9),
    USR1(10),
    USR2(12),
    PIPE(13),
    ALRM(14),
    TERM(15),
    CHLD(17),
    CONT(18),
    STOP(19),
    WINCH(28);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    /// Its number.
    public int number() {
        return number;
    }

    /// Its bit in a set of signals.
    long bit() {
        return 1L << (number - 1);
    }
}
