package dev.ringmark.runtime.shard;

/// A request of the driver's own: it needs no permit, has a reserved slot, and cannot be dropped.
abstract class Control extends Operation {

    /// How many there can be at once: the wake source, the barrier, and each kind's own bound.
    static final int RESERVED = 2 + Cancels.AT_ONCE + Closes.AT_ONCE + Signals.AT_ONCE;

    private final UserData.Kind kind;

    Control(UserData.Kind kind) {
        this.kind = kind;
    }

    @Override
    UserData.Kind kind() {
        return kind;
    }

    @Override
    protected void completed(int result, int flags, boolean isLast) {}

    @Override
    protected void abandoned(EndReason reason) {}
}
