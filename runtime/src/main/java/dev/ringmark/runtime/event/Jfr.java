package dev.ringmark.runtime.event;

import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/// The flight recorder's events of this library, where there is a recorder.
///
/// Nothing of it is loaded before somebody makes a recording, and nothing at all in a Java image
/// without the module `jdk.jfr`.
public final class Jfr {

    /* The events are in a class of their own, so that this one can be loaded without theirs. */
    private static final boolean IS_PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private static final class Probes {
        static final Event OPERATION = new OperationEvent();
        static final Event TURN = new TurnEvent();
    }

    private Jfr() {}

    /// Whether somebody records operations.
    public static boolean recordsOperations() {
        return IS_PRESENT && FlightRecorder.isInitialized() && Probes.OPERATION.isEnabled();
    }

    /// Whether somebody records turns.
    public static boolean recordsTurns() {
        return IS_PRESENT && FlightRecorder.isInitialized() && Probes.TURN.isEnabled();
    }

    /// An operation begins.
    ///
    /// @return what [#ended] wants
    public static Object begun(long id, int opcode, int fd, int length) {
        OperationEvent event = new OperationEvent();
        event.id = id;
        event.opcode = opcode;
        event.fd = fd;
        event.length = length;
        event.begin();
        return event;
    }

    /// An operation has ended.
    ///
    /// @param begun from [#begun]; null for an operation that was not recorded
    public static void ended(@Nullable Object begun, int result) {
        if (begun instanceof OperationEvent event) {
            event.result = result;
            event.commit();
        }
    }

    /// A turn begins.
    ///
    /// @return what [#turned] wants
    public static Object turning(String loop) {
        TurnEvent event = new TurnEvent();
        event.loop = loop;
        event.begin();
        return event;
    }

    /// A turn has ended.
    ///
    /// @param turning from [#turning]
    public static void turned(Object turning, int runs, int moved) {
        if (turning instanceof TurnEvent event) {
            event.runs = runs;
            event.moved = moved;
            event.commit();
        }
    }
}
