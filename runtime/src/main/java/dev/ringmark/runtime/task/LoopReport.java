package dev.ringmark.runtime.task;

/// How a loop's end went.
///
/// @param tasksLeft how many tasks had not ended by the deadline; they go on elsewhere, and every
///     wait for this loop fails
/// @param quarantined how many operations the kernel still had; they keep their memory
/// @param failure what ended the loop if nobody closed it, in a sentence; else empty
/// @param dump everything that was under way at a deadline that was missed, else empty
public record LoopReport(int tasksLeft, int quarantined, String failure, String dump) {

    /// Whether nothing was left.
    public boolean isClean() {
        return tasksLeft == 0 && quarantined == 0 && failure.isEmpty();
    }
}
