package dev.ringmark.chaos.fault;

/// A kind of thing that goes wrong. Each run enables a random subset, each at a rate of its own.
public enum FaultKind {
    /// enter is interrupted before it has done anything.
    ENTER_EINTR(2, 8),
    /// enter finds no memory for requests, for a while.
    ENTER_EAGAIN(2, 64),
    /// enter wants completions reaped first, for a while.
    ENTER_EBUSY(2, 64),
    /// enter finds no memory at all, for a while.
    ENTER_ENOMEM(2, 16),
    /// enter fails for good: EBADR, EOWNERDEAD, EEXIST, EBADFD, ENXIO, EBADF, EFAULT.
    ENTER_FATAL(24, 7),
    /// enter takes no SQE, and says so.
    ENTER_NOTHING(2, 1),
    /// enter takes fewer SQEs than there are.
    ENTER_SHORT(2, 8),
    /// enter says that it took one more, or one fewer, than it did.
    ENTER_LIES(24, 2),
    /// A wait is interrupted.
    WAIT_EINTR(2, 1),
    /// A wait ends as if its time had passed.
    WAIT_ETIME(2, 1),
    /// setup fails: ENOMEM, EPERM, ENOSYS, EMFILE.
    SETUP_ERROR(48, 4),
    /// A mapping of the ring fails.
    MAP_ERROR(48, 2),
    /// The eventfd cannot be made.
    EVENT_FD_ERROR(48, 2),
    /// register fails: EINVAL, EBUSY, ENOMEM, EINTR, ETIME.
    REGISTER_ERROR(3, 5),
    /// A request ends with an errno that its opcode may end with.
    CQE_ERROR(2, 6),
    /// A request ends with -ECANCELED that nobody cancelled, as when a thread exits (K11).
    CQE_CANCELED(2, 1),
    /// A transfer is short.
    TRANSFER_SHORT(2, 16),
    /// A completion comes milliseconds late.
    LATE(2, 32),
    /// A completion comes days late.
    DAYS_LATE(16, 4),
    /// Completions wait for each other and come all at once.
    BURST(2, 4),
    /// A multishot ends with one of its completions.
    MULTISHOT_ENDS(2, 1),
    /// A completion finds the CQ full.
    CQ_FULL(2, 1),
    /// The last completion of a request comes twice.
    CQE_TWICE(4, 1),
    /// A completion comes that nobody asked for.
    CQE_FORGED(4, 64),
    /// A cancel says ENOENT or EALREADY though its target is there, and leaves it alone.
    CANCEL_FAILS(2, 2),
    /// An SQE that was consumed is full of old values when it is filled again.
    SQE_SPOILED(2, 1),
    /// The ring's end takes its time.
    SLOW_TEARDOWN(2, 64),
    /// Somebody else writes the eventfd.
    STRAY_WAKE(2, 1),
    /// Somebody else writes the eventfd until it is full: a write is -EAGAIN.
    WAKE_FULL(4, 1),
    /// The owner does not run for a while, though everybody else does.
    OWNER_PAUSED(2, 64),
    /// A signal comes while the owner sleeps.
    SIGNAL(2, 64),
    /// A completion is lost, and nobody is told. No kernel may do that, no driver survives it, and
    /// so no seed has it: it shows that the harness would see it.
    CQE_LOST(0, 1);

    /// One run in so many has this kind; 0: none.
    final int oneIn;

    /// How many variants of it there are.
    final int variants;

    FaultKind(int oneIn, int variants) {
        this.oneIn = oneIn;
        this.variants = variants;
    }

    /// Whether a seed may have it.
    public boolean isInSwarm() {
        return oneIn > 0;
    }
}
