package dev.ringmark.runtime.task;

import java.time.Duration;

/// What a task does that is to be cancelled.
final class WaitsThatEnd {

    /// So long that no thread which is ready to cancel stands still for it.
    private static final Duration LONG = Duration.ofSeconds(3);

    private WaitsThatEnd() {}

    static int waitLong() {
        Task.sleep(LONG);
        return 1;
    }

    static boolean wasCancelled(GroupTask<?> task) {
        try {
            task.join(LONG.multipliedBy(2));
            return false;
        } catch (TaskException e) {
            return isCancel(e) || isCancel(e.getCause());
        }
    }

    private static boolean isCancel(Throwable thrown) {
        return thrown instanceof TaskException.Cancelled;
    }
}
