package dev.ringmark.runtime.probe;

import java.util.HexFormat;

/// The capabilities of the thread that asks (capabilities(7)), some of which a trial does without.
final class Capabilities {

    private final Trial trial;
    private final long effective;
    private final long permitted;
    private final long inheritable;

    private Capabilities(Trial trial) {
        this.trial = trial;
        effective = set("CapEff");
        permitted = set("CapPrm");
        inheritable = set("CapInh");
    }

    static Capabilities of(Trial trial) {
        return new Capabilities(trial);
    }

    boolean isEffective(int capability) {
        return (effective >>> capability & 1) != 0;
    }

    /// Makes capabilities ineffective until the trial ends. They stay permitted, so that they can
    /// be taken up again.
    void drop(int... dropped) {
        long left = effective;
        for (int capability : dropped) {
            left &= ~(1L << capability);
        }
        if (left != effective) {
            trial.require("capset", trial.calls().setCapabilities(left, permitted, inheritable));
            trial.atEnd(() -> trial.calls().setCapabilities(effective, permitted, inheritable));
        }
    }

    private long set(String field) {
        String bits = trial.bench().files().status(field);
        return bits.isEmpty() ? 0 : HexFormat.fromHexDigitsToLong(bits);
    }
}
