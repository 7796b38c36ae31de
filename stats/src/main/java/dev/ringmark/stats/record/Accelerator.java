package dev.ringmark.stats.record;

/// What executed the kernel's instructions.
public enum Accelerator {
    /// The machine itself, as far as the run can tell.
    HOST,
    /// A virtual machine with hardware support.
    KVM,
    /// A virtual machine that QEMU emulates: no timing of it means anything.
    TCG,
    /// The run could not tell, or the record is damaged here.
    UNKNOWN;

    /// The name in a record: `host`.
    public String wireName() {
        return Checks.wireName(this);
    }

    /// The constant of a name in a record; any other text is refused with the names there are.
    public static Accelerator parse(String text) {
        return Checks.parse("accelerator", values(), text);
    }
}
