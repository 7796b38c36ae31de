package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;

/// A device that does not answer: what is asked of it is not done and can't be cancelled, until it
/// comes back and fails it.
final class StuckDevice extends SimFile {

    private boolean isBack;

    /// It answers from now on.
    void comeBack() {
        isBack = true;
        changed();
    }

    @Override
    int ready() {
        return isBack ? PollEvents.IN | PollEvents.OUT : 0;
    }

    @Override
    int read(long address, int size, long offset) {
        return isBack ? Errno.EIO.negative() : WOULD_BLOCK;
    }

    @Override
    int write(long address, int size, long offset) {
        return isBack ? Errno.EIO.negative() : WOULD_BLOCK;
    }
}
