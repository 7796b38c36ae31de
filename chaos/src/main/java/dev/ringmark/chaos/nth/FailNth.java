package dev.ringmark.chaos.nth;

import dev.ringmark.chaos.fault.LivelockException;
import dev.ringmark.chaos.sim.Allocation;
import dev.ringmark.chaos.sim.Interference;
import dev.ringmark.runtime.uapi.Errno;

/// One allocation of the kernel's fails, the nth since somebody began to count: what fail-nth of
/// CONFIG_FAULT_INJECTION does to a call.
final class FailNth implements Interference {

    /// No deed comes near it that gets anywhere.
    private static final int ENTERS_MAX = 100_000;

    private final int nth;
    private boolean isArmed;
    private boolean isDropped;
    private String what = "";
    private int count;
    private int enters;

    /// @param nth which one fails, from 1; 0: none, they are only counted
    FailNth(int nth) {
        this.nth = nth;
    }

    void arm(boolean on) {
        isArmed = on;
    }

    /// How many allocations there were.
    int count() {
        return count;
    }

    /// What failed, or empty.
    String what() {
        return what;
    }

    /// Whether it was a completion that failed, after which a ring is of no more use.
    boolean hasDropped() {
        return isDropped;
    }

    @Override
    public int allocate(Allocation allocation, int code) {
        int answer = next(allocation.name());
        isDropped |= answer != 0 && allocation == Allocation.KEPT_COMPLETION;
        return answer;
    }

    @Override
    public int map() {
        return next("a mapping");
    }

    @Override
    public int eventFd() {
        return next("an eventfd");
    }

    @Override
    public int enter(int toSubmit, int minComplete, int flags) {
        if (++enters > ENTERS_MAX) {
            throw new LivelockException(ENTERS_MAX + " enters, and no end");
        }
        return 0;
    }

    private int next(String name) {
        if (!isArmed || ++count != nth) {
            return 0;
        }
        what = name;
        return Errno.ENOMEM.negative();
    }
}
