package dev.ringmark.runtime.task;

import java.time.Duration;
import java.util.List;

/// A task that has held its loop for longer than [LoopOptions#heldMax()].
///
/// @param loop the loop's name
/// @param thread the name of the thread that holds it: a task's, or the loop's own for a callback
/// @param time how long at least, so far
/// @param stack where it was when it was looked at, innermost first
public record Held(String loop, String thread, Duration time, List<StackTraceElement> stack) {

    /// Copies the stack.
    public Held {
        stack = List.copyOf(stack);
    }

    static Held of(Loop loop, long heldNs) {
        Thread thread = loop.holder();
        return new Held(
                loop.name(),
                thread.getName(),
                Duration.ofNanos(heldNs),
                List.of(thread.getStackTrace()));
    }

    /// The report for people.
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append("a task holds ").append(loop).append(" for ").append(time.toMillis());
        text.append(" ms: ").append(thread.isEmpty() ? "(no name)" : thread);
        for (StackTraceElement frame : stack) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }
}
