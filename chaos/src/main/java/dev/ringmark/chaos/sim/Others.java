package dev.ringmark.chaos.sim;

import java.util.function.BooleanSupplier;

/// The other threads of the simulated process, where somebody decides which of them runs.
public interface Others {

    /// Nobody else is there.
    Others NONE =
            new Others() {
                @Override
                public void point() {}

                @Override
                public boolean await(BooleanSupplier until) {
                    return false;
                }
            };

    /// Another thread may run now, and this one later again.
    void point();

    /// Others run until something is so.
    ///
    /// @return false when nobody is left who could bring it about
    boolean await(BooleanSupplier until);
}
