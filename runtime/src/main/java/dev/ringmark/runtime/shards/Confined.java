package dev.ringmark.runtime.shards;

import dev.ringmark.runtime.task.Loop;

import org.jspecify.annotations.Nullable;

import java.util.function.Function;

/// Something that only one shard's thread touches, so that it needs no lock: whatever the
/// scheduling, and whoever calls.
///
/// @param <S> what it is
public final class Confined<S> {

    private final Loop loop;
    private final S state;

    Confined(Loop loop, S state) {
        this.loop = loop;
        this.state = state;
    }

    /// Does something with it on the shard's thread, which it must not hold up, and waits for what
    /// it returns or throws.
    ///
    /// @throws dev.ringmark.runtime.task.TaskException.Closed when the shard has ended
    public <T extends @Nullable Object> T with(Function<? super S, T> body) {
        return loop.withDriver(_ -> body.apply(state));
    }
}
