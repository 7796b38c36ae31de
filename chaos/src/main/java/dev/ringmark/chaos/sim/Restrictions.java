package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.layout.RestrictionLayout;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.RestrictionOpcode;
import java.util.BitSet;

/// What a ring is allowed once it is enabled (IORING_REGISTER_RESTRICTIONS).
final class Restrictions {

    private final BitSet registerOps = new BitSet();
    private final BitSet opcodes = new BitSet();
    private int flagsAllowed;
    private int flagsRequired;
    private boolean isRegistered;
    private boolean isInForce;

    int register(long address, int count) {
        if (isRegistered) {
            return Errno.EBUSY.negative();
        }
        if (!UserMemory.isPlausible(address, count * RestrictionLayout.SIZE)) {
            return Errno.EFAULT.negative();
        }
        for (int index = 0; index < count; index++) {
            long at = address + index * RestrictionLayout.SIZE;
            int what = UserMemory.getShort(at + RestrictionLayout.OPCODE) & 0xffff;
            int value = UserMemory.getByte(at + RestrictionLayout.VALUE) & 0xff;
            if (what == RestrictionOpcode.REGISTER_OP.bits()) {
                registerOps.set(value);
            } else if (what == RestrictionOpcode.SQE_OP.bits()) {
                opcodes.set(value);
            } else if (what == RestrictionOpcode.SQE_FLAGS_ALLOWED.bits()) {
                flagsAllowed = value;
            } else if (what == RestrictionOpcode.SQE_FLAGS_REQUIRED.bits()) {
                flagsRequired = value;
            } else {
                return Errno.EINVAL.negative();
            }
        }
        isRegistered = true;
        return 0;
    }

    /// The ring is enabled: from now on they hold.
    void enforce() {
        isInForce = isRegistered;
    }

    boolean allowsRequest(int opcode, int flags) {
        return !isInForce
                || (opcodes.get(opcode)
                        && (flags & flagsRequired) == flagsRequired
                        && (flags & ~(flagsAllowed | flagsRequired)) == 0);
    }

    boolean allowsRegister(int operation) {
        return !isInForce || registerOps.get(operation);
    }
}
