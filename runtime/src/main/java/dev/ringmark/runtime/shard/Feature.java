package dev.ringmark.runtime.shard;

import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.uapi.AcceptFlag;
import dev.ringmark.runtime.uapi.BufferRingFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.Opcode;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RecvSendFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.SqeFlag;
import dev.ringmark.runtime.uapi.TimeoutFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something newer kernels do better, and this library does without where it is missing, switched
/// off or known to be broken: a program is faster with it, and right either way.
public enum Feature {
    DEFERRED_COMPLETIONS(
            "6.1",
            "completions interrupt the owner's thread",
            SetupFlag.SINGLE_ISSUER,
            SetupFlag.DEFER_TASKRUN),
    REGISTERED_RING("5.18", "each enter looks the ring's fd up", RegisterOp.RING_FDS),
    MESSAGE_WAKE("6.13", "other threads wake by an eventfd", RegisterOp.SEND_MSG_RING),
    MULTISHOT_POLL("5.13", "each event is polled for by itself", PollFlag.ADD_MULTI),
    MULTISHOT_ACCEPT("5.19", "each connection is asked for by itself", AcceptFlag.MULTISHOT),
    MULTISHOT_RECEIVE("6.0", "each receive is asked for by itself", RecvSendFlag.RECV_MULTISHOT),
    MULTISHOT_READ("6.7", "each read is asked for by itself", Opcode.READ_MULTISHOT),
    MULTISHOT_TIMEOUT("6.4", "each timeout is asked for by itself", TimeoutFlag.MULTISHOT),
    QUIET_CHAINS(
            "5.17",
            "each member of a chain has its completion",
            FeatureBit.CQE_SKIP,
            SqeFlag.CQE_SKIP_SUCCESS),
    POLL_FIRST(
            "5.19",
            "a receive of what has not come yet is tried before it is waited for",
            RecvSendFlag.RECVSEND_POLL_FIRST),
    BUFFER_RINGS(
            "5.19",
            "a waiting receive keeps a buffer while half are free, and polls first else",
            RegisterOp.PBUF_RING),

    // Data out of order in 6.13.11 to 6.14: liburing issues 1423, 1432. A race: not seen by trying.
    INCREMENTAL_BUFFERS("6.12", "each answer has a buffer to itself", BufferRingFlag.INC) {
        @Override
        public boolean isBroken(KernelVersion kernel) {
            return isWithin(kernel, "6.13.11", "6.15");
        }
    },
    ZERO_COPY_SEND("6.0", "what is sent is copied", Opcode.SEND_ZC),
    ZERO_COPY_MESSAGE("6.1", "messages that are sent are copied", Opcode.SENDMSG_ZC),

    // Data out of order in 6.13.11 to 6.14.8: liburing issues 1409, 1411. A race: not seen by
    // trying.
    BUNDLES(
            "6.10",
            "each buffer has an answer of its own, and sends are vectors",
            RecvSendFlag.RECVSEND_BUNDLE) {
        @Override
        public boolean isBroken(KernelVersion kernel) {
            return isWithin(kernel, "6.13.11", "6.14.9");
        }
    };

    private final String since;
    private final String without;
    private final List<UapiConstant> needs;

    Feature(String since, String without, UapiConstant... needs) {
        this.since = since;
        this.without = without;
        this.needs = List.of(needs);
    }

    /// The first release that has it.
    public String since() {
        return since;
    }

    /// What the kernel must know for it.
    public List<UapiConstant> needs() {
        return needs;
    }

    /// The feature that this one stands on: without that, this one is not used either.
    public @Nullable Feature base() {
        boolean takesBuffers =
                this == MULTISHOT_RECEIVE
                        || this == MULTISHOT_READ
                        || this == INCREMENTAL_BUFFERS
                        || this == BUNDLES;
        return takesBuffers ? BUFFER_RINGS : null;
    }

    /// What is different without it.
    public String without() {
        return without;
    }

    /// Whether a kernel has it and does it wrong, in a way that no trial shows.
    public boolean isBroken(KernelVersion kernel) {
        return false;
    }

    private static boolean isWithin(KernelVersion kernel, String first, String fixed) {
        return kernel.compareTo(KernelVersion.parse(first)) >= 0
                && kernel.compareTo(KernelVersion.parse(fixed)) < 0;
    }
}
