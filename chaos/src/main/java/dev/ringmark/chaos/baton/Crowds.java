package dev.ringmark.chaos.baton;

import dev.ringmark.chaos.mutants.Mutant;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;

/// Crowds on a driver that comes to a point before each of its steps that other threads can see.
public final class Crowds {

    private final PointLoader loader;
    private final Class<?> trial;

    /// @param mutant a bug in the driver, or null
    public Crowds(@Nullable Mutant mutant) {
        loader = new PointLoader(mutant);
        try {
            trial = Class.forName(CrowdTrial.class.getName(), true, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Runs seeds, up to the first that breaks a promise.
    ///
    /// @return `seed invariant detail` of that, or an empty text
    public String run(long first, long seeds) {
        return search("run", first, seeds);
    }

    /// The same, with shards on threads of their own.
    public String runShards(long first, long seeds) {
        return search("runShards", first, seeds);
    }

    private String search(String method, long first, long seeds) {
        Class<?>[] types = {long.class, long.class};
        String found = (String) call(method, types, first, seeds);
        if (loader.isMissed()) {
            throw new IllegalStateException("the class with the bug was never loaded");
        }
        return found;
    }

    /// How often a thread was chosen in all of some seeds.
    public long turns(long first, long seeds) {
        return (Long) call("turns", new Class<?>[] {long.class, long.class}, first, seeds);
    }

    /// The hash of a seed's run.
    public long hash(long seed) {
        return (Long) call("hash", new Class<?>[] {long.class}, seed);
    }

    /// The hash of a seed's run with shards.
    public long hashOfShards(long seed) {
        return (Long) call("hashOfShards", new Class<?>[] {long.class}, seed);
    }

    private Object call(String method, Class<?>[] types, Object... arguments) {
        try {
            return trial.getMethod(method, types).invoke(null, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
