package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.NeedsHost;
import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.ReceiveBuffers;
import dev.ringmark.runtime.net.Received;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.probe.KernelVersion;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.shard.Feature;
import dev.ringmark.runtime.shard.WakeKind;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FallbackTest { // C-61, I-23, POLY-17

    /// What a loop and its driver use where it is there.
    private static final List<UapiConstant> USED =
            List.of(
                    SetupFlag.SINGLE_ISSUER,
                    SetupFlag.DEFER_TASKRUN,
                    RegisterOp.RING_FDS,
                    RegisterOp.SYNC_CANCEL,
                    FeatureBit.EXT_ARG,
                    PollFlag.ADD_MULTI,
                    CancelFlag.ANY);

    private static void use(Kernel kernel) {
        Loop loop = Loop.start(kernel, Loops.options());
        try (Pipe pipe = new Pipe()) {
            Task<Integer> reader = loop.fork(() -> loop.call(pipe.read()));
            assertEquals(0, loop.call(Loops.NOP));
            assertThrows(
                    TaskException.TimedOut.class,
                    () -> loop.call(pipe.read(), Duration.ofMillis(2)));
            pipe.write();
            assertEquals(8, reader.join());
            loop.fork(() -> loop.call(pipe.read()));
        }
        assertTrue(loop.close(Loops.PATIENCE).isClean());
        Loops.assertLeavesNothing(loop);
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void a_loop_does_without_each_feature_and_each_pair_of_them() {
        for (UapiConstant one : USED) {
            for (UapiConstant other : USED) {
                use(Masked.hiding(Kernel.host(), one, other));
            }
        }
    }

    @Test
    void what_is_done_without_is_told_or_refused() {
        Kernel kernel = Masked.hiding(Kernel.host(), SetupFlag.DEFER_TASKRUN);
        Loop loop = Loop.start(kernel, Loops.options().withFallback(Fallback.WARN));
        String told = loop.fallbacks().toString();
        assertTrue(told.contains("DEFERRED_COMPLETIONS (since 6.1, missing): "), told);
        assertEquals(loop.fallbacks(), loop.snapshot().fallbacks());
        loop.close();
        LoopOptions strict = Loops.options().withFallback(Fallback.STRICT);
        RingException refusal = assertThrows(RingException.class, () -> Loop.start(kernel, strict));
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.contains("STRICT") && said.contains("DEFERRED_COMPLETIONS"), said);
        try (Loop without = Loop.start(kernel, strict.without(missing(kernel)))) {
            assertTrue(without.fallbacks().toString().contains("switched off"));
            assertEquals(0, without.call(Loops.NOP));
        }
    }

    @NeedsHost("a machine that is not emulated, for its time")
    @Test
    void each_feature_that_is_missing_is_known_before_a_strict_loop_starts() { // SR-23b
        for (Feature feature : Feature.values()) {
            Kernel kernel =
                    Masked.hiding(Kernel.host(), feature.needs().toArray(UapiConstant[]::new));
            LoopOptions strict = Loops.options().withFallback(Fallback.STRICT);
            RingException refusal =
                    assertThrows(RingException.class, () -> Loop.start(kernel, strict));
            assertTrue(String.valueOf(refusal.getMessage()).contains(feature + " (since"));
        }
    }

    @Test
    void a_ring_that_may_not_be_entered_is_refused_at_the_start_by_every_loop() {
        for (Fallback fallback : Fallback.values()) {
            // It lacks something too, as old kernels do: a strict loop names what is graver.
            Kernel kernel =
                    Masked.hiding(forbidding(Faulty.Call.ENTER), RegisterOp.PBUF_RING);
            LoopOptions options = Loops.options().withFallback(fallback);
            RingException refusal =
                    assertThrows(RingException.class, () -> Loop.start(kernel, options));
            assertEquals(Errno.EPERM.negative(), refusal.result());
            assertTrue(String.valueOf(refusal.getMessage()).contains("seccomp"));
        }
    }

    @Test
    void where_nothing_may_be_registered_a_loop_does_without_and_a_strict_one_refuses() {
        LoopOptions options = Loops.options();
        Kernel kernel = forbidding(Faulty.Call.REGISTER);
        use(kernel);
        try (Loop loop = Loop.start(kernel, options.withFallback(Fallback.WARN))) {
            String told = loop.fallbacks().toString();
            for (Feature feature :
                    List.of(
                            Feature.REGISTERED_RING,
                            Feature.MESSAGE_WAKE,
                            Feature.BUFFER_RINGS,
                            Feature.INCREMENTAL_BUFFERS)) {
                assertTrue(told.contains(feature + " (since"), told);
            }
        }
        LoopOptions strict = options.withFallback(Fallback.STRICT);
        RingException refusal = assertThrows(RingException.class, () -> Loop.start(kernel, strict));
        assertTrue(String.valueOf(refusal.getMessage()).contains("BUFFER_RINGS"));
    }

    @Test
    void a_graceful_loop_receives_where_nothing_may_be_registered() {
        Kernel kernel = forbidding(Faulty.Call.REGISTER);
        try (Loop loop = Loop.start(kernel, Loops.options())) {
            assertEquals("heard", loop.fork(() -> receive(loop)).join(Loops.PATIENCE));
            assertTrue(loop.fallbacks().toString().contains("BUFFER_RINGS"));
        }
    }

    private static String receive(Loop loop) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Listener<StreamSocket> listener = Listener.listen(loop, any);
                StreamSocket client =
                        StreamSocket.connect(loop, listener.localAddress(), Loops.PATIENCE);
                StreamSocket server = listener.accept(Loops.PATIENCE);
                ReceiveBuffers buffers = ReceiveBuffers.openIncremental(loop, 1, 8, 64);
                Incoming<Received> pieces = server.receiveEach(buffers, 4)) {
            client.writeAll(Span.of("heard".getBytes(StandardCharsets.UTF_8)));
            try (Received piece = pieces.next(Loops.PATIENCE)) {
                return piece == null
                        ? "nothing"
                        : new String(
                                piece.view().toArray(ValueLayout.JAVA_BYTE),
                                StandardCharsets.UTF_8);
            }
        }
    }

    /// A kernel behind a seccomp filter, which takes call by call.
    private static Kernel forbidding(Faulty.Call call) {
        return Faulty.over(Kernel.host())
                .when(
                        attempt -> attempt.call() == call,
                        Integer.MAX_VALUE,
                        Faulty.Fault.errno(Errno.EPERM));
    }

    /// What has to be switched off for a strict loop on this kernel.
    private static Feature[] missing(Kernel kernel) {
        try (Loop loop = Loop.start(kernel, Loops.options().withFallback(Fallback.WARN))) {
            return Stream.of(Feature.values())
                    .filter(feature -> !loop.featureSet().isUsed(feature))
                    .toArray(Feature[]::new);
        }
    }

    @Test
    void data_out_of_order_is_not_waited_for() { // B02, B03: a race that no trial shows
        assertTrue(Feature.BUNDLES.isBroken(KernelVersion.parse("6.14.8")));
        assertTrue(Feature.BUNDLES.isBroken(KernelVersion.parse("6.13.11")));
        assertFalse(Feature.BUNDLES.isBroken(KernelVersion.parse("6.13.10")));
        assertFalse(Feature.BUNDLES.isBroken(KernelVersion.parse("6.14.9")));
        assertTrue(Feature.INCREMENTAL_BUFFERS.isBroken(KernelVersion.parse("6.14.11")));
        assertFalse(Feature.INCREMENTAL_BUFFERS.isBroken(KernelVersion.parse("6.15.0")));
        assertFalse(Feature.ZERO_COPY_SEND.isBroken(KernelVersion.parse("6.14.8")));
    }

    @Test
    void features_are_asked_for_once() { // SR-22a, SR-22d
        Loops.with(
                loop -> {
                    assertSame(loop.features(), loop.features());
                    assertEquals(Kernel.host().release(), loop.features().version().raw());
                });
    }

    @Test
    void presets_are_loops() { // SR-18c, UM-19
        for (LoopOptions options :
                List.of(
                        LoopOptions.lowLatency("a"),
                        LoopOptions.throughput("b"),
                        LoopOptions.small("c"),
                        LoopOptions.development("d"))) {
            try (Loop loop = Loop.start(Kernel.host(), options)) {
                assertEquals(0, loop.fork(() -> loop.call(Loops.NOP)).join());
            }
        }
    }

    @Test
    void settings_that_contradict_each_other_are_refused_with_a_sentence() { // SR-23d
        DriverOptions plain = DriverOptions.permits(4);
        assertRefused("SQPOLL", plain.with(SetupFlag.SQPOLL, SetupFlag.DEFER_TASKRUN));
        assertRefused("COOP_TASKRUN", plain.with(SetupFlag.SQPOLL, SetupFlag.COOP_TASKRUN));
        assertRefused("no thread to place", plain.with(SetupFlag.SQ_AFF));
        assertRefused("IOPOLL", plain.with(SetupFlag.IOPOLL));
        assertRefused(
                "DEFERRED_COMPLETIONS is switched off",
                plain.with(SetupFlag.DEFER_TASKRUN).without(Feature.DEFERRED_COMPLETIONS));
        assertRefused(
                "MESSAGE_WAKE is switched off",
                plain.withWake(WakeKind.MESSAGE).without(Feature.MESSAGE_WAKE));
        LoopOptions options = Loops.options();
        assertThrows(IllegalArgumentException.class, () -> options.withRunsPerTurn(0));
    }

    private static void assertRefused(String why, DriverOptions driver) {
        LoopOptions options = Loops.options();
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> options.withDriver(driver));
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.contains(why) && said.contains("expected"), said);
    }
}
