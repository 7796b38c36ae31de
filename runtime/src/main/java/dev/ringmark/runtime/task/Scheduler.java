package dev.ringmark.runtime.task;

import java.lang.System.Logger.Level;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The way to a virtual thread with a scheduler of its own, where the JVM was started with it.
///
/// JDK 25 has no public API for it; `java.lang` must be opened to this library.
final class Scheduler {

    /// What makes the way open, for people.
    static final String HOW =
            "start the JVM with --add-opens java.base/java.lang=ALL-UNNAMED (on the module path"
                    + " =dev.ringmark.runtime), or put Add-Opens: java.base/java.lang into the"
                    + " manifest of an executable jar";

    private static final @Nullable MethodHandle NEW_THREAD = find();

    private Scheduler() {}

    /// Whether the way is open; where it is not, the log says so once.
    static boolean isOpen() {
        return NEW_THREAD != null;
    }

    /// A virtual thread that has not started; each time it can run, the executor gets the same
    /// Runnable, to be run on a platform thread.
    static Thread newThread(Executor executor, String name, Runnable body) {
        if (NEW_THREAD == null) {
            throw new IllegalStateException("java.lang is not open to this library: " + HOW);
        }
        try {
            return (Thread) NEW_THREAD.invokeExact(executor, name, 0, body);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("ThreadBuilders.newVirtualThread", e);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            Class<?> builders = Class.forName("java.lang.ThreadBuilders");
            MethodType type =
                    MethodType.methodType(
                            Thread.class, Executor.class, String.class, int.class, Runnable.class);
            return MethodHandles.privateLookupIn(builders, MethodHandles.lookup())
                    .findStatic(builders, "newVirtualThread", type);
        } catch (ReflectiveOperationException e) {
            System.getLogger(Scheduler.class.getName())
                    .log(
                            Level.WARNING,
                            "tasks run on the JDK's scheduler and hand each operation over to the"
                                    + " loop's thread, which costs microseconds; to run them on"
                                    + " the loop, "
                                    + HOW
                                    + " ("
                                    + e.getMessage()
                                    + ")");
            return null;
        }
    }
}
