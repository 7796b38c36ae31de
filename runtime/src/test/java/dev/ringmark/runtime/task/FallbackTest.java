package dev.ringmark.runtime.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.shard.DriverOptions;
import dev.ringmark.runtime.uapi.CancelFlag;
import dev.ringmark.runtime.uapi.FeatureBit;
import dev.ringmark.runtime.uapi.PollFlag;
import dev.ringmark.runtime.uapi.RegisterOp;
import dev.ringmark.runtime.uapi.SetupFlag;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.time.Duration;
import java.util.List;
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
        assertTrue(told.contains("DEFER_TASKRUN (since 6.1)"), told);
        assertEquals(loop.fallbacks(), loop.snapshot().fallbacks());
        loop.close();
        LoopOptions strict = Loops.options().withFallback(Fallback.STRICT);
        RingException refusal = assertThrows(RingException.class, () -> Loop.start(kernel, strict));
        assertTrue(String.valueOf(refusal.getMessage()).contains("STRICT"));
    }

    @Test
    void features_are_asked_for_once() {
        Loops.with(
                loop -> {
                    assertSame(loop.features(), loop.features());
                    assertEquals(Kernel.host().release(), loop.features().version().raw());
                });
    }

    @Test
    void presets_are_loops_and_settings_that_contradict_are_refused() {
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
        DriverOptions both =
                DriverOptions.permits(4).with(SetupFlag.SQPOLL, SetupFlag.DEFER_TASKRUN);
        LoopOptions options = Loops.options();
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> options.withDriver(both));
        assertTrue(String.valueOf(refusal.getMessage()).contains("expected one of them"));
        assertThrows(IllegalArgumentException.class, () -> options.withRunsPerTurn(0));
    }
}
