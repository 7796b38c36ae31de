package dev.ringmark.chaos.coverage;

/// One way out of one branch.
///
/// @param place the class and the method: `Exchange.dispatch`
/// @param line in the class's source file
/// @param number which of the branches on that line, from 1
/// @param how which way
/// @param isRefusal whether it leads straight to a throw: a caller's mistake is refused there
public record Way(String place, int line, int number, How how, boolean isRefusal) {

    /// Which way.
    public enum How {
        /// The condition jumps.
        JUMPS,
        /// The condition does not jump.
        GOES_ON,
        /// A switch comes here.
        CASE,
        /// Something thrown is caught here.
        CAUGHT
    }
}
