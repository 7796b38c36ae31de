package dev.ringmark.runtime.io;

import dev.ringmark.runtime.op.Span;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The two directions of a connection in the hands of two tasks, each of which closes its own.
///
/// Closing the sink tells the other side that nothing more comes, and so may wait. When both are
/// closed, so is the connection; to end both at once, close that.
///
/// @param source what reads it
/// @param sink what writes it
public record Halves(Source source, Sink sink) {

    /// Splits a connection.
    public static Halves of(Duplex duplex) {
        AtomicInteger open = new AtomicInteger(2);
        return new Halves(new Reading(duplex, open), new Writing(duplex, open));
    }

    private static final class Reading implements Source {
        private final Duplex duplex;
        private final AtomicInteger open;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        Reading(Duplex duplex, AtomicInteger open) {
            this.duplex = duplex;
            this.open = open;
        }

        @Override
        public int read(Span into) {
            return duplex.read(into);
        }

        @Override
        public int read(List<Span> into) {
            return duplex.read(into);
        }

        @Override
        public void close() {
            if (!isClosed.getAndSet(true) && open.decrementAndGet() == 0) {
                duplex.close();
            }
        }
    }

    private static final class Writing implements Sink {
        private final Duplex duplex;
        private final AtomicInteger open;
        private final AtomicBoolean isClosed = new AtomicBoolean();

        Writing(Duplex duplex, AtomicInteger open) {
            this.duplex = duplex;
            this.open = open;
        }

        @Override
        public int write(Span from) {
            return duplex.write(from);
        }

        @Override
        public int write(List<Span> from) {
            return duplex.write(from);
        }

        @Override
        public void close() {
            if (isClosed.getAndSet(true)) {
                return;
            }
            try {
                duplex.shutdownOutput();
            } finally {
                if (open.decrementAndGet() == 0) {
                    duplex.close();
                }
            }
        }
    }
}
