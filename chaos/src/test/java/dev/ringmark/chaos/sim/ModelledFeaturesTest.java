package dev.ringmark.chaos.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.Support;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The runtime's probe, which tries what a kernel says it has, on the simulated kernel: what no
/// family of checks shows yet.
class ModelledFeaturesTest {

    private static final List<String> NAMES =
            List.of(
                    "IORING_ACCEPT_MULTISHOT",
                    "IORING_RECV_MULTISHOT",
                    "IORING_OP_READ_MULTISHOT",
                    "IORING_OP_SEND_ZC",
                    "IORING_OP_SENDMSG_ZC",
                    "IORING_SEND_ZC_REPORT_USAGE",
                    "IORING_OP_PROVIDE_BUFFERS",
                    "IORING_OP_REMOVE_BUFFERS",
                    "IORING_REGISTER_PBUF_RING",
                    "IORING_REGISTER_PBUF_STATUS",
                    "IOU_PBUF_RING_MMAP",
                    "IOU_PBUF_RING_INC",
                    "IORING_MSG_SEND_FD",
                    "IORING_MSG_RING_CQE_SKIP",
                    "IORING_MSG_RING_FLAGS_PASS",
                    "IORING_REGISTER_SEND_MSG_RING",
                    "IORING_FILE_INDEX_ALLOC",
                    "IORING_OP_FIXED_FD_INSTALL",
                    "IORING_NOP_FIXED_BUFFER",
                    "IORING_OP_FUTEX_WAIT",
                    "IORING_OP_FUTEX_WAKE",
                    "IORING_OP_PIPE",
                    "IORING_OP_BIND",
                    "IORING_OP_LISTEN",
                    "IORING_OP_CONNECT",
                    "IORING_OP_SHUTDOWN",
                    "IORING_REGISTER_RING_FDS",
                    "IORING_REGISTER_RESTRICTIONS",
                    "IORING_REGISTER_USE_REGISTERED_RING",
                    "IORING_SETUP_REGISTERED_FD_ONLY");

    /// What the model lacks, and has to say so.
    private static final List<String> MISSING =
            List.of("IORING_OP_SPLICE", "IORING_OP_STATX", "IORING_RECVSEND_BUNDLE");

    @Test
    void the_probe_finds_what_is_modelled_and_nothing_else() { // S091..S150
        SimulatedKernel.Options options =
                SimulatedKernel.Options.of(Profile.of("6.18"), 1)
                        .withRealThreads(Duration.ofSeconds(10));
        try (PagePool pool = new PagePool();
                SimulatedKernel kernel = new SimulatedKernel(options, pool)) {
            Features features = Features.of(kernel);
            List<String> missing =
                    NAMES.stream()
                            .filter(name -> !isSupported(features, name))
                            .map(name -> name + ": " + features.support(name))
                            .toList();
            assertEquals(List.of(), missing);
            assertEquals(
                    List.of(),
                    MISSING.stream().filter(name -> isSupported(features, name)).toList());
        }
    }

    private static boolean isSupported(Features features, String name) {
        return features.support(name) instanceof Support.Supported;
    }
}
