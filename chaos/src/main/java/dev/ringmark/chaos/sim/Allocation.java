package dev.ringmark.chaos.sim;

/// What the kernel makes in a call, and may find no memory for.
///
/// Where it allocates is taken from the sources of 6.18 (io_uring/io_uring.c, rsrc.c, kbuf.c,
/// sqpoll.c, tctx.c), in less detail: several allocations of one kind behind each other, none of
/// which user space can tell from the next, are one.
public enum Allocation {
    /// io_uring_setup: the ring's own data.
    CONTEXT,
    /// io_uring_setup: the memory of both queues.
    QUEUES,
    /// io_uring_setup: the memory of the SQEs.
    SQES,
    /// io_uring_setup: the SQPOLL thread.
    SQ_THREAD,
    /// io_uring_setup: the file behind the ring's fd.
    RING_FILE,
    /// io_uring_register: a table, or what an operation needs for itself.
    TABLE,
    /// io_uring_register and FILES_UPDATE: what one entry of a table needs.
    NODE,
    /// A request, before its SQE is consumed: the enter is short, or -EAGAIN where it has none.
    REQUEST,
    /// What a request keeps for later: it fails in preparation.
    REQUEST_DATA,
    /// What a request needs to be carried out.
    WORK,
    /// A completion that does not fit into the CQ: it is dropped, and a wait ends with -EBADR.
    KEPT_COMPLETION
}
