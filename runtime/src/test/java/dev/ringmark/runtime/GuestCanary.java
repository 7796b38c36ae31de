package dev.ringmark.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.op.Nop;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import org.junit.jupiter.api.Test;

/// Fails on every kernel: `.ci/on-kernel` that is asked for it must exit with 1.
///
/// Its name is none that Surefire or the run of a package would take.
class GuestCanary {

    @Test
    void a_NOP_answers_1() {
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("canary"))) {
            assertEquals(1, loop.run(Nop.plain(), null).raw(), "as it must: this is a canary");
        }
    }
}
