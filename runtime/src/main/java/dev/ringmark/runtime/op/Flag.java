package dev.ringmark.runtime.op;

/// One bit of a flags word that an operation passes on to a system call.
public interface Flag {

    /// The bit, as the kernel's headers have it.
    int bits();

    /// The or of several.
    @SafeVarargs
    static <F extends Flag> int bitsOf(F... flags) {
        int bits = 0;
        for (F flag : flags) {
            bits |= flag.bits();
        }
        return bits;
    }
}
