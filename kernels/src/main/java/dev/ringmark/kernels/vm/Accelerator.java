package dev.ringmark.kernels.vm;

/// What runs the guest's code.
public enum Accelerator {
    /// The processor itself.
    KVM("kvm", "host"),
    /// QEMU's translation, on one host thread for all virtual processors: with more, kernels and
    /// JVMs that patch their own code fail now and then.
    TCG("tcg,thread=single,tb-size=512", "max");

    private final String option;
    private final String cpu;

    Accelerator(String option, String cpu) {
        this.option = option;
        this.cpu = cpu;
    }

    String option() {
        return option;
    }

    String cpu() {
        return cpu;
    }
}
