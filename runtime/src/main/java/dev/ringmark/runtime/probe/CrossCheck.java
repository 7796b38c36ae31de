package dev.ringmark.runtime.probe;

import dev.ringmark.runtime.probe.Support.Supported;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Holds what trying showed against what the kernel says of itself.
final class CrossCheck {

    private final List<String> remarks = new ArrayList<>();

    /// A sentence for each contradiction, and for each number this version has no constant for.
    static List<String> of(
            Map<UapiConstant, Support> answers,
            int featureBits,
            OpcodeProbe probe,
            @Nullable Query query) {
        CrossCheck check = new CrossCheck();
        check.unknownBits("io_uring_params.features", featureBits, FeatureBit.values());
        check.unknownCount(
                "IORING_REGISTER_PROBE", "opcodes", probe.lastOpcode() + 1, Opcode.values());
        if (query != null) {
            answers.forEach((constant, support) -> check.compare(constant, support, query));
            if (probe.result() == 0 && probe.lastOpcode() + 1 != query.opcodes()) {
                check.remarks.add(
                        "IORING_REGISTER_PROBE knows "
                                + (probe.lastOpcode() + 1)
                                + " opcodes, IORING_REGISTER_QUERY "
                                + query.opcodes());
            }
            check.unknownOf(query);
        }
        return check.remarks;
    }

    private void compare(UapiConstant constant, Support support, Query query) {
        Boolean said = query.has(constant);
        boolean isSupported = support instanceof Supported;
        if (said != null && support.isConclusive() && said != isSupported) {
            remarks.add(
                    constant.kernelName()
                            + ": trying says "
                            + support.describe()
                            + ", IORING_REGISTER_QUERY says "
                            + (said ? "yes" : "no"));
        }
    }

    private void unknownOf(Query query) {
        String source = "IORING_REGISTER_QUERY";
        unknownCount(source, "register operations", query.registerOps(), RegisterOp.values());
        unknownBits(source + " feature_flags", query.featureBits(), FeatureBit.values());
        unknownBits(source + " ring_setup_flags", query.setupFlags(), SetupFlag.values());
        unknownBits(source + " enter_flags", query.enterFlags(), EnterFlag.values());
        unknownBits(source + " sqe_flags", query.sqeFlags(), SqeFlag.values());
    }

    private void unknownBits(String where, long bits, UapiConstant[] constants) {
        long unknown = bits;
        for (UapiConstant constant : constants) {
            unknown &= ~constant.value();
        }
        if (unknown != 0) {
            remarks.add(
                    where + " has bits unknown to this version: 0x" + Long.toHexString(unknown));
        }
    }

    private void unknownCount(String where, String what, int count, UapiConstant[] constants) {
        if (count > constants.length) {
            remarks.add(
                    where + " knows " + count + " " + what + ", this version " + constants.length);
        }
    }
}
