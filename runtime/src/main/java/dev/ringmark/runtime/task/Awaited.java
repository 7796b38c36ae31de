package dev.ringmark.runtime.task;

/// Something a thread can wait for; when it is done, the thread is unparked.
@FunctionalInterface
interface Awaited {

    /// What never comes: the wait ends by a deadline, a cancel or an interrupt.
    Awaited NOTHING =
            new Awaited() {
                @Override
                public boolean isDone() {
                    return false;
                }

                @Override
                public String toString() {
                    return "time";
                }
            };

    boolean isDone();
}
