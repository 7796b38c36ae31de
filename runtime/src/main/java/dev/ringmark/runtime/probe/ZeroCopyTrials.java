package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.layout.QueryZeroCopyLayout;
import dev.ringmark.runtime.uapi.BpfFilterOption;
import dev.ringmark.runtime.uapi.QueryOpcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.ZeroCopyReceiveOption;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// What can be said of zero-copy receive and of BPF filters without a card or a program.
final class ZeroCopyTrials {

    private ZeroCopyTrials() {}

    static Support of(Trial trial, ZeroCopyReceiveOption option) {
        return switch (option) {
            case CTRL_FLUSH_RQ, CTRL_EXPORT -> {
                trial.needs(RegisterOp.ZCRX_CTRL);
                yield asked(trial, option, QueryZeroCopyLayout.NR_CTRL_OPCODES);
            }
            case REG_IMPORT, REG_NODEV -> asked(trial, option, QueryZeroCopyLayout.REGISTER_FLAGS);
            case FEATURE_RX_PAGE_SIZE -> asked(trial, option, QueryZeroCopyLayout.FEATURES);
            case AREA_DMABUF -> {
                trial.needs(RegisterOp.ZCRX_IFQ);
                yield trial.bench().has(QueryOpcode.ZCRX)
                        ? asked(trial, option, QueryZeroCopyLayout.AREA_FLAGS)
                        : needsCard(trial);
            }
            case AREA_SHIFT, AREA_MASK -> {
                trial.needs(RegisterOp.ZCRX_IFQ);
                yield needsCard(trial);
            }
        };
    }

    private static Support needsCard(Trial trial) {
        return trial.inconclusive("needs CAP_NET_ADMIN and a network card with zero-copy receive");
    }

    /// QUERY_ZCRX came with the first of what it tells (6.19).
    private static Support asked(Trial trial, ZeroCopyReceiveOption option, long field) {
        trial.needs(QueryOpcode.ZCRX);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(QueryZeroCopyLayout.LAYOUT);
            trial.require(
                    "IO_URING_QUERY_ZCRX",
                    Query.ask(trial.kernel(), QueryOpcode.ZCRX, answer, arena));
            long said =
                    field == QueryZeroCopyLayout.REGISTER_FLAGS
                                    || field == QueryZeroCopyLayout.AREA_FLAGS
                            ? answer.get(JAVA_LONG, field)
                            : answer.get(JAVA_INT, field);
            boolean has =
                    field == QueryZeroCopyLayout.NR_CTRL_OPCODES
                            ? option.value() < said
                            : (said & option.value()) != 0;
            return trial.when(has, "IO_URING_QUERY_ZCRX does not know it");
        }
    }

    static Support of(Trial trial, BpfFilterOption option) {
        trial.needs(RegisterOp.BPF_FILTER);
        return trial.inconclusive(
                "needs a BPF program: " + option.kernelName() + " alone shows nothing");
    }
}
