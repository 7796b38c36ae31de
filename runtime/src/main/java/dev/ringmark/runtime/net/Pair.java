package dev.ringmark.runtime.net;

import dev.ringmark.runtime.task.Loop;
import java.util.function.IntFunction;

/// Two sockets that are connected with each other.
///
/// @param first one
/// @param second the other
/// @param <S> what they are
public record Pair<S extends DataSocket>(S first, S second) implements AutoCloseable {

    static <S extends DataSocket> Pair<S> of(int[] ends, IntFunction<S> make, Loop loop) {
        S first;
        try {
            first = make.apply(ends[0]);
        } catch (RuntimeException e) {
            loop.kernel().close(ends[1]);
            throw e;
        }
        try {
            return new Pair<>(first, make.apply(ends[1]));
        } catch (RuntimeException e) {
            first.close();
            throw e;
        }
    }

    /// Closes both.
    @Override
    public void close() {
        first.close();
        second.close();
    }
}
