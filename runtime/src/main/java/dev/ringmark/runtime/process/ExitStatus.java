package dev.ringmark.runtime.process;

/// How a process ended.
///
/// @param isExit whether by itself; else by a signal
/// @param number its exit status, 0 to 255, or the signal's number
public record ExitStatus(boolean isExit, int number) {

    /// Whether it ended by itself, with 0.
    public boolean isSuccess() {
        return isExit && number == 0;
    }

    @Override
    public String toString() {
        return (isExit ? "exit status " : "signal ") + number;
    }
}
