package dev.ringmark.runtime.bench;

import java.lang.reflect.Constructor;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/// Virtual threads that the calling thread runs in turn, and nothing else.
final class LeastScheduler implements Executor {

    private static final Constructor<?> BUILDER = builder();

    private final Queue<Runnable> ready = new ArrayDeque<>();

    Thread newThread(Runnable body) {
        try {
            return ((Thread.Builder.OfVirtual) BUILDER.newInstance(this)).unstarted(body);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs them until none can go on.
    void run() {
        for (Runnable each = ready.poll(); each != null; each = ready.poll()) {
            each.run();
        }
    }

    @Override
    public void execute(Runnable continuation) {
        ready.add(continuation);
    }

    private static Constructor<?> builder() {
        try {
            Constructor<?> constructor =
                    Class.forName("java.lang.ThreadBuilders$VirtualThreadBuilder")
                            .getDeclaredConstructor(Executor.class);
            constructor.setAccessible(true);
            return constructor;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
