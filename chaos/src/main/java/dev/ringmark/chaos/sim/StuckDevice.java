package dev.ringmark.chaos.sim;

/// A device that never answers: what is asked of it is never done and can't be cancelled.
final class StuckDevice extends SimFile {

    @Override
    int ready() {
        return 0;
    }

    @Override
    int read(long address, int size, long offset) {
        return WOULD_BLOCK;
    }

    @Override
    int write(long address, int size, long offset) {
        return WOULD_BLOCK;
    }
}
