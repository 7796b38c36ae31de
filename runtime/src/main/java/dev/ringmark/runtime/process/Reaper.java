package dev.ringmark.runtime.process;

import dev.ringmark.runtime.kernel.Kernel;

/// Takes the status of a killed child that nobody waits for, so that it is no zombie.
final class Reaper {

    private static final int POLLIN = 1;
    private static final int FOR_EVER = -1;

    private Reaper() {}

    /// On a thread of its own: waits for the end of the child, and closes the pidfd.
    static void reap(Kernel kernel, int pidFd) {
        try {
            kernel.calls().poll(pidFd, POLLIN, FOR_EVER);
            kernel.calls().processes().reap(pidFd, new int[2]);
        } finally {
            kernel.close(pidFd);
        }
    }
}
