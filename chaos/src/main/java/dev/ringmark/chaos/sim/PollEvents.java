package dev.ringmark.chaos.sim;

/// The events of poll.h.
final class PollEvents {

    static final int IN = 0x1;
    static final int OUT = 0x4;
    static final int ERR = 0x8;
    static final int HUP = 0x10;
    static final int RDHUP = 0x2000;

    /// What is reported without being asked for.
    static final int ALWAYS = ERR | HUP;

    private PollEvents() {}
}
