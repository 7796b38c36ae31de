package dev.ringmark.kernels.vm;

import java.time.Duration;

/// Who listens while a VM runs. Every method is called on the thread that runs the VM; what throws
/// there ends the VM.
public interface VmOutput {
    /// Nobody.
    VmOutput NONE = new VmOutput() {};

    /// The command's standard output, as it comes.
    default void stdout(byte[] bytes) {}

    /// The command's standard error, as it comes.
    default void stderr(byte[] bytes) {}

    /// A line that the command wrote to the file named by `RINGMARK_STREAM`: it is here even if the
    /// kernel dies in the next moment.
    default void streamed(String line) {}

    /// A line of the kernel's console.
    default void console(String line) {}

    /// PID 1 spoke, so long after the emulator's start.
    default void booted(Duration after) {}

    /// What was just tried is suspect, for this reason, and is tried again on one processor.
    default void retried(String reason) {}
}
