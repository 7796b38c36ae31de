package dev.ringmark.chaos.sim;

/// What the requests of one opcode do.
interface Operation {

    /// Looks at the fields before anything runs.
    ///
    /// @return 0, or `-errno`, which fails the whole chain
    default int prepare(Request request) {
        return 0;
    }

    /// Runs it, at first or when its file became ready.
    Step issue(Request request);

    /// Whether it works on a file.
    default boolean needsFile() {
        return true;
    }

    /// Whether it may take a buffer from a group.
    default boolean selectsBuffer() {
        return false;
    }

    /// Whether its priority field may be set.
    default boolean takesPriority() {
        return false;
    }

    /// Whether it may be submitted to a ring that is polled for completions.
    default boolean isPollable() {
        return false;
    }

    /// The events it waits for when it can't go on.
    default int awaited() {
        return PollEvents.IN;
    }

    /// How many bytes at its address it may write while it waits.
    default long writableSize(Request request) {
        return 0;
    }

    /// A cancel reached it while it was waiting: gives back what it holds.
    default void cancelled(Request request) {}
}
