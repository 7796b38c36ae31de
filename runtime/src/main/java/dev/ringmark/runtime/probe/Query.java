package dev.ringmark.runtime.probe;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.QueryHeaderLayout;
import dev.ringmark.runtime.layout.QueryOpcodesLayout;
import dev.ringmark.runtime.uapi.EnterFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.QueryOpcode;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// What the kernel says of itself when asked without a ring: REGISTER_QUERY
/// (io_uring_register(2), since 6.18).
///
/// @param opcodes how many opcodes it has
/// @param registerOps how many register operations it has
record Query(
        int opcodes,
        int registerOps,
        long featureBits,
        long setupFlags,
        long enterFlags,
        long sqeFlags) {

    /// The fd that stands for "no ring".
    private static final int NO_RING = -1;

    /// The kernel's answer, or null where it has none.
    static @Nullable Query ask(Kernel kernel) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment data = arena.allocate(QueryOpcodesLayout.LAYOUT);
            if (ask(kernel, QueryOpcode.OPCODES, data, arena) != 0) {
                return null;
            }
            return new Query(
                    data.get(JAVA_INT, QueryOpcodesLayout.NR_REQUEST_OPCODES),
                    data.get(JAVA_INT, QueryOpcodesLayout.NR_REGISTER_OPCODES),
                    data.get(JAVA_LONG, QueryOpcodesLayout.FEATURE_FLAGS),
                    data.get(JAVA_LONG, QueryOpcodesLayout.RING_SETUP_FLAGS),
                    data.get(JAVA_LONG, QueryOpcodesLayout.ENTER_FLAGS),
                    data.get(JAVA_LONG, QueryOpcodesLayout.SQE_FLAGS));
        }
    }

    /// What a question comes to: 0, or `-errno`.
    static int ask(Trial trial, QueryOpcode question) {
        try (Arena arena = Arena.ofConfined()) {
            return ask(trial.kernel(), question, arena.allocate(QueryOpcodesLayout.LAYOUT), arena);
        }
    }

    /// Puts one question.
    ///
    /// @param data receives the answer
    /// @return 0, or `-errno` of the call or of the question
    static int ask(Kernel kernel, QueryOpcode question, MemorySegment data, Arena arena) {
        MemorySegment header = arena.allocate(QueryHeaderLayout.LAYOUT);
        header.set(JAVA_INT, QueryHeaderLayout.QUERY_OP, question.bits());
        header.set(JAVA_LONG, QueryHeaderLayout.QUERY_DATA, data.address());
        header.set(JAVA_INT, QueryHeaderLayout.DATA_SIZE, (int) data.byteSize());
        int result = kernel.register(NO_RING, RegisterOp.QUERY.bits(), header, 0);
        return result < 0 ? result : header.get(JAVA_INT, QueryHeaderLayout.RESULT);
    }

    /// Whether the kernel says it has a constant, or null where this answer does not speak of it.
    @Nullable Boolean has(UapiConstant constant) {
        if (constant instanceof RegisterOp) {
            return constant.value() < registerOps;
        }
        if (constant instanceof FeatureBit) {
            return (featureBits & constant.value()) != 0;
        }
        if (constant instanceof SetupFlag) {
            return (setupFlags & constant.value()) != 0;
        }
        if (constant instanceof EnterFlag) {
            return (enterFlags & constant.value()) != 0;
        }
        if (constant instanceof SqeFlag) {
            return (sqeFlags & constant.value()) != 0;
        }
        return null;
    }
}
