package dev.ringmark.chaos.nth;

import dev.ringmark.runtime.uapi.Opcode;
import org.jspecify.annotations.Nullable;

/// Something that the runtime asks of the kernel.
///
/// @param name what it is
/// @param opcode the opcode that it submits, or null
/// @param act does it, tidies up behind it, and says what came of it
record Deed(String name, @Nullable Opcode opcode, Act act) {

    /// Does it, under [World#fallible] as far as the kernel may fail.
    @FunctionalInterface
    interface Act {
        /// Says what came of it: the same text for the same end.
        String perform(World world);
    }

    /// A deed that submits an opcode.
    static Deed of(Opcode opcode, Act act) {
        return new Deed(opcode.name(), opcode, act);
    }

    /// Another one.
    static Deed of(String name, Act act) {
        return new Deed(name, null, act);
    }
}
