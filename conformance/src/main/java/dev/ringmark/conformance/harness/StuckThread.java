package dev.ringmark.conformance.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a thread is waiting for: in the kernel as far as procfs tells, and in our code.
///
/// @param thread the thread
/// @param id its id in the kernel, gettid(2)
record StuckThread(Thread thread, int id) {

    private static final int FRAMES_SHOWN = 20;

    /// Lines for people: a summary, then the stack.
    List<String> describe() {
        List<StackTraceElement> stack = List.of(thread.getStackTrace());
        List<String> lines = new ArrayList<>();
        lines.add(
                "system call "
                        + procfs("syscall")
                        + ", in the kernel at "
                        + procfs("wchan")
                        + Outcome.ourFrames(stack));
        stack.stream().limit(FRAMES_SHOWN).forEach(frame -> lines.add("at " + frame));
        return List.copyOf(lines);
    }

    /// The first word: the number of the system call, the kernel's function.
    private String procfs(String file) {
        try {
            String text = Files.readString(Path.of("/proc/self/task/" + id + "/" + file));
            return text.strip().split(" ", 2)[0];
        } catch (IOException e) {
            return "(unknown: " + e + ")";
        }
    }
}
