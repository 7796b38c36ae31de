package dev.ringmark.runtime.shard;

/// What an enter is for, beside handing over the pending SQEs.
enum SubmitMode {
    /// Nothing else; without pending SQEs there is no enter.
    SUBMIT,
    /// Kept completions become visible too: overflow, and deferred work.
    FLUSH,
    /// As FLUSH, and it waits for a completion.
    WAIT,
    /// Sleep until the thread of an SQPOLL ring has made room in a full SQ (SQ_WAIT, since 5.10);
    /// returns at once where there is room.
    ROOM
}
