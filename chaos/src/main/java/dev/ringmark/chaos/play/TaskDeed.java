package dev.ringmark.chaos.play;

/// What a task of the tasks' plays does.
enum TaskDeed {
    /// A NOP, and a yield.
    NOP,
    /// A read of a pipe into a buffer of the pool, for at most a time.
    READ,
    /// A write of a buffer of the pool to the pipe.
    WRITE,
    /// A timeout of the kernel's, within a scope that may be shorter.
    TIMEOUT,
    /// An open, which may be cancelled and succeed all the same.
    OPEN,
    /// A write and a read as a chain, one of whose members may fail.
    CHAIN,
    /// The same, quiet.
    QUIET,
    /// A read that the kernel gives a time.
    LINKED_TIME,
    /// A batch, of which one member fails.
    BATCH,
    /// A line of buffers that goes out in bundles while the peer stalls.
    SEND,
    /// A send without a copy.
    SEND_ZERO_COPY,
    /// A receive into buffers of a group, for a while.
    RECEIVE,
    /// Scopes in each other, around a read.
    NESTED,
    /// A loop that does not wait, until its scope ends.
    TIGHT,
    /// A deadline that is moved over and over.
    RESET,
    /// Reads of nothing, and times of zero.
    NOTHING,
    /// A body that throws while a buffer is out.
    THROW,
    /// An operation that throws when its SQE is to be filled, by itself and in a chain.
    UNPREPARED
}
