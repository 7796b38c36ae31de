package dev.ringmark.runtime.io;

import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotOp;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The answers to a multishot, one after the other, for a loop over them:
///
/// ```
/// try (Answers<Fd<FileKind.Stream>> connections = Answers.of(loop, accept, 64)) {
///     for (Fd<FileKind.Stream> each : connections) {
///         loop.fork(() -> serve(each));
///     }
/// }
/// ```
///
/// Whatever leaves the loop, a break, an exception, a cancel, closes them: the request is
/// cancelled, and answers that nobody has taken are closed too, files and buffers alike. At most
/// as many wait as credit was given; the kernel's further answers wait in the kernel.
///
/// One thread takes at a time; [#close()] may come from any.
///
/// @param <R> what one answer means
public final class Answers<R> implements Iterable<R>, AutoCloseable {

    private static final Logger LOGGER = System.getLogger(Answers.class.getName());

    private final Loop loop;
    private final MultishotRun<R> run;
    private final ArrayDeque<R> waiting = new ArrayDeque<>();
    private @Nullable CompletableFuture<Void> arrival;
    private @Nullable Completed<R> end;
    private boolean isClosed;

    private Answers(Loop loop, MultishotOp<R> op, int credit) {
        this.loop = loop;
        run =
                loop.withDriver(
                        driver ->
                                op.start(
                                        driver,
                                        credit,
                                        new MultishotListener<R>() {
                                            @Override
                                            public void next(MultishotRun<R> from, R answer) {
                                                arrived(answer);
                                            }

                                            @Override
                                            public void ended(
                                                    MultishotRun<R> from, Completed<R> completed) {
                                                Answers.this.ended(completed);
                                            }
                                        }));
    }

    /// Starts a request.
    ///
    /// @param credit how many answers may wait to be taken, 1 or more
    /// @throws TaskException.Closed when the loop has ended
    public static <R> Answers<R> of(Loop loop, MultishotOp<R> op, int credit) {
        return new Answers<>(loop, op, credit);
    }

    /// The next answer; waits for it.
    ///
    /// @return null when there are no more, because the stream has ended
    /// @throws dev.ringmark.runtime.kernel.RingException when the kernel has ended it with an error
    /// @throws TaskException when the wait was ended, or this was closed
    public @Nullable R next() {
        while (true) {
            CompletableFuture<Void> word;
            R answer;
            synchronized (waiting) {
                if (isClosed) {
                    throw new TaskException.Closed(this + " is closed");
                }
                answer = waiting.poll();
                word = new CompletableFuture<>();
                if (answer == null) {
                    if (end != null) {
                        return atEnd(end);
                    }
                    arrival = word;
                }
            }
            if (answer != null) {
                grant();
                return answer;
            }
            Task.await(word, null);
        }
    }

    /// The answers from here to the end, as [#next()] gives them; once.
    @Override
    public Iterator<R> iterator() {
        return new Iterator<>() {
            private @Nullable R ahead;

            @Override
            public boolean hasNext() {
                if (ahead == null) {
                    ahead = Answers.this.next();
                }
                return ahead != null;
            }

            @Override
            public R next() {
                R answer = hasNext() ? ahead : null;
                if (answer == null) {
                    throw new NoSuchElementException("there are no more answers");
                }
                ahead = null;
                return answer;
            }
        };
    }

    /// Cancels the request, and closes the answers that wait and that still come. Never waits;
    /// closing again does nothing.
    @Override
    public void close() {
        CompletableFuture<Void> word;
        synchronized (waiting) {
            if (isClosed) {
                return;
            }
            isClosed = true;
            word = arrival;
        }
        if (word != null) {
            word.complete(null);
        }
        try {
            loop.execute(
                    () -> {
                        run.cancel();
                        drop();
                    });
        } catch (TaskException.Closed e) {
            LOGGER.log(Level.DEBUG, "{0} has ended with its loop", this);
            drop();
        }
    }

    @Override
    public String toString() {
        return "answers to " + run;
    }

    private void grant() {
        try {
            loop.execute(() -> run.grant(1));
        } catch (TaskException.Closed e) {
            LOGGER.log(Level.DEBUG, "{0} gets no more answers, its loop has ended", this);
        }
    }

    private void arrived(R answer) {
        boolean isWelcome;
        CompletableFuture<Void> word;
        synchronized (waiting) {
            isWelcome = !isClosed;
            if (isWelcome) {
                waiting.add(answer);
            }
            word = arrival;
        }
        if (!isWelcome) {
            drop(answer);
        } else if (word != null) {
            word.complete(null);
        }
    }

    private void ended(Completed<R> completed) {
        CompletableFuture<Void> word;
        synchronized (waiting) {
            end = completed;
            word = arrival;
        }
        if (word != null) {
            word.complete(null);
        }
    }

    private @Nullable R atEnd(Completed<R> completed) {
        if (completed.endReason() != null || completed.isCancelled()) {
            throw new TaskException.Closed(this + " has ended: " + completed);
        }
        if (completed.raw() < 0) {
            completed.take(); // which throws
        }
        return null;
    }

    private void drop() {
        while (true) {
            R answer;
            synchronized (waiting) {
                answer = waiting.poll();
            }
            if (answer == null) {
                return;
            }
            drop(answer);
        }
    }

    private void drop(R answer) {
        if (answer instanceof Fd<?> fd) {
            loop.kernel().close(fd.number());
        } else if (answer instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                LOGGER.log(Level.WARNING, "an answer that nobody took cannot be closed", e);
            }
        }
    }
}
