package dev.ringmark.chaos.workload;

/// What must hold in every run, by the ids of the catalogue.
public enum Invariant {
    I_01("each accepted operation has exactly one outcome"),
    I_02("accepted = ended + under way, at every step"),
    I_03("nothing is told after the last completion"),
    I_04("memory comes back only when the kernel has let go of it"),
    I_05("a completion reaches the operation it belongs to, and no other"),
    I_06("what is under way never exceeds the permits"),
    I_07("no wake-up, task or timer is lost to a sleep"),
    I_08("an idle loop does not spin"),
    I_09("close returns by its deadline"),
    I_10("what a close does to an operation follows from where it is"),
    I_11("a timer ends once, and never early"),
    I_12("fds and mappings are back where they were"),
    I_13("a file is closed when nobody names it any more, and not sooner"),
    I_14("a fatal error fails everybody at once, and nothing else is taken for one"),
    I_15("published SQEs are never forgotten"),
    I_16("with faults off, what can end does"),
    I_17("a link, a drain and a stream keep their order"),
    I_18("a multishot goes on until it is told its end"),
    I_19("a buffer of a group is the kernel's or the program's, and none is lost"),
    I_20("only the owner steps a driver"),
    I_21("a cancel returns at once, and its operation is still counted"),
    I_22("a short transfer is never told as a full one"),
    I_23("what the kernel has denied is not asked for again"),
    I_24("a callback that throws harms its own operation only"),
    I_25("the same seed gives the same run"),
    I_26("the driver's counters are what was counted outside");

    private final String promise;

    Invariant(String promise) {
        this.promise = promise;
    }

    /// What must hold, in a sentence.
    public String promise() {
        return promise;
    }

    /// The id, `I-07`.
    public String id() {
        return name().replace('_', '-');
    }
}
