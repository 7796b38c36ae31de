package dev.ringmark.runtime.task;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How many runs have begun on a loop, and whether one goes on: written by the loop's thread at the
/// price of two plain stores, and read by any other, a little late.
final class Pulse {

    private static final VarHandle RUNS = field("runs", long.class);
    private static final VarHandle IS_BUSY = field("isBusy", boolean.class);

    private long runs;

    @SuppressWarnings("unused") // by IS_BUSY
    private boolean isBusy;

    void begin() {
        RUNS.setOpaque(this, runs + 1);
        IS_BUSY.setOpaque(this, true);
    }

    void end() {
        IS_BUSY.setOpaque(this, false);
    }

    long runs() {
        return (long) RUNS.getOpaque(this);
    }

    boolean isBusy() {
        return (boolean) IS_BUSY.getOpaque(this);
    }

    private static VarHandle field(String name, Class<?> type) {
        try {
            return MethodHandles.lookup().findVarHandle(Pulse.class, name, type);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }
}
