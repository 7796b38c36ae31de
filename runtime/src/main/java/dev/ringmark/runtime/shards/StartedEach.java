package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotOp;
import dev.ringmark.runtime.op.MultishotRun;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/// A multishot on a shard that was chosen for it. Any thread.
///
/// @param <R> what one answer means
public final class StartedEach<R> {

    private final Shard shard;
    private final MultishotListener<R> listener;
    private final Runnable atEnd;
    private final CompletableFuture<Completed<R>> end = new CompletableFuture<>();

    /// The shard's thread only.
    private @Nullable MultishotRun<R> run;

    StartedEach(Shard shard, MultishotListener<R> listener, Runnable atEnd) {
        this.shard = shard;
        this.listener = listener;
        this.atEnd = atEnd;
    }

    void begin(MultishotOp<R> op, int credit) {
        run = shard.loop().withDriver(driver -> op.start(driver, credit, new Ending()));
    }

    /// Whose ring has it.
    public Shard shard() {
        return shard;
    }

    /// Asks for its end, wherever it is.
    public void cancel() {
        shard.loop().tell(() -> withRun(MultishotRun::cancel));
    }

    /// Makes more answers welcome.
    ///
    /// @param count 1 or more
    public void grant(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + ", expected 1 or more");
        }
        shard.loop()
                .tell(
                        () ->
                                withRun(
                                        its -> {
                                            its.grant(count);
                                            return true;
                                        }));
    }

    /// Completes when it has ended and the kernel has nothing of it; it is the caller's.
    public CompletableFuture<Completed<R>> future() {
        return end.copy();
    }

    private void withRun(Predicate<MultishotRun<R>> action) {
        MultishotRun<R> its = run;
        if (its != null && !end.isDone()) {
            boolean _ = action.test(its);
        }
    }

    /// Hands the shard's thread the end before the listener.
    private final class Ending implements MultishotListener<R> {

        @Override
        public void next(MultishotRun<R> each, R answer) {
            listener.next(each, answer);
        }

        @Override
        public void ended(MultishotRun<R> each, Completed<R> completed) {
            atEnd.run();
            try {
                listener.ended(each, completed);
            } finally {
                end.complete(completed);
            }
        }
    }
}
