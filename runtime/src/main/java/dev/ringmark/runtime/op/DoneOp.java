package dev.ringmark.runtime.op;

/// An operation whose success is all its answer.
abstract class DoneOp extends Op<Done> {

    @Override
    protected final Done decode(int result, int flags, Scratch scratch) {
        return Done.DONE;
    }

    @Override
    protected int quietResult() {
        return 0;
    }
}
