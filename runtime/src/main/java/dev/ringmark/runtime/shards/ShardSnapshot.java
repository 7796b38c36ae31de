package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.event.LoopSnapshot;

/// What a shard is at, and what it has counted since its start.
///
/// @param index which it is
/// @param isOpen whether it takes tasks and messages
/// @param loop its loop: what can run, what is in flight, what each task waits for
/// @param tasks tasks it was given and has begun
/// @param messages what has come to it, plain and hot
/// @param controls what its listeners were told
/// @param operations what [Operations] has sent to it
public record ShardSnapshot(
        int index,
        boolean isOpen,
        LoopSnapshot loop,
        Tasks tasks,
        Messages messages,
        Controls controls,
        OperationCounts operations) {

    /// Tasks, by where they went.
    ///
    /// @param waiting stealable ones that wait with it, and nobody has begun
    /// @param pinned how many it was given that stay
    /// @param stealable how many it was given that may move
    /// @param overloads how many of those were refused because too many waited
    /// @param executed how many it has begun
    /// @param stolen how many of those others were given
    /// @param stealAttempts how often it has looked for some with another one that had any
    /// @param stealSuccesses how often it has got some
    /// @param violations how many were to stay on it and were begun elsewhere; always 0
    public record Tasks(
            int waiting,
            long pinned,
            long stealable,
            long overloads,
            long executed,
            long stolen,
            long stealAttempts,
            long stealSuccesses,
            long violations) {}

    /// Messages; each that was submitted was joined with another one, completed, or failed, or
    /// waits.
    ///
    /// @param waiting how many nobody has taken
    /// @param submitted how many were let in
    /// @param joined how many of those were added to the one before
    /// @param completed how many were taken
    /// @param failed how many nobody had taken at the end
    /// @param overloads how many found no room
    /// @param doorbells how often the shard was told
    public record Messages(
            int waiting,
            long submitted,
            long joined,
            long completed,
            long failed,
            long overloads,
            long doorbells) {}

    /// Control messages; each that was submitted was heard, failed, or waits.
    ///
    /// @param waiting how many no listener has heard
    /// @param submitted how many were let in
    /// @param direct how many of those a ring has carried
    /// @param heard how many a listener was told
    /// @param failed how many were not heard at the end of the shard, or of the sender
    /// @param overloads how many found too many of their sender's under way
    public record Controls(
            int waiting, long submitted, long direct, long heard, long failed, long overloads) {}

    /// Operations that were not bound to a shard.
    ///
    /// @param pending how many have not ended
    /// @param local how many a task of its own has asked for
    /// @param remote how many were handed over to it
    public record OperationCounts(long pending, long local, long remote) {}
}
