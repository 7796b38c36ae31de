package dev.ringmark.chaos.mutants;

import java.util.List;

/// How the code of a method is changed.
public sealed interface Edit {

    /// A call is left out; what it would return is this.
    ///
    /// @param callee the simple name of the class it is made on, and the method: `Outbox.send`
    /// @param result what the code behind it gets instead, where it gets anything
    record DropCall(String callee, int result) implements Edit {}

    /// A call is left out, and the method of its last argument's class without parameters is called
    /// on that argument instead.
    ///
    /// @param callee the call that is left out
    /// @param instead the class of the argument, and its method: `Operation.released`
    record CallInstead(String callee, String instead) implements Edit {}

    /// A branch goes the other way.
    ///
    /// @param number which of the method's conditional branches, from 0; -1 for all of them
    record Negate(int number) implements Edit {}

    /// An int constant is another one.
    ///
    /// @param from the constant
    /// @param number which of its occurrences in the method, from 0
    /// @param to what it becomes
    record Constant(int from, int number, int to) implements Edit {}

    /// The method does nothing but return this.
    record Body(long result) implements Edit {}

    /// The method does nothing but throw its argument.
    record Throw() implements Edit {}

    /// An atomic word is written whatever it holds by then: compareAndSet is a set.
    record Unguarded() implements Edit {}

    /// The method holds its object's lock while it runs, and so do others of its class.
    ///
    /// @param others the names of the others
    record Lock(List<String> others) implements Edit {}

    /// Leaves a call out that returns nothing, or whose 0 or null means nothing.
    static Edit drop(String callee) {
        return new DropCall(callee, 0);
    }
}
