package dev.ringmark.runtime.op;

/// An operation that moves bytes between a file and one buffer.
abstract class TransferOp extends Op<Transfer> {

    final Target<?> file;
    final Span span;

    TransferOp(Target<?> file, Span span) {
        this.file = file;
        this.span = span;
    }

    @Override
    protected final Transfer decode(int result, int flags, Scratch scratch) {
        return new Transfer(span.buffer(), result);
    }

    @Override
    protected final void lend(Object run) {
        span.buffer().lend(run);
    }

    @Override
    protected final void giveBack(Object run) {
        span.buffer().giveBack(run);
    }

    @Override
    protected Target<?> file() {
        return file;
    }

    @Override
    public String toString() {
        return opcode() + " of " + file + ", " + span;
    }
}
