package dev.ringmark.conformance.checks.setup;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.ringmark.conformance.fixture.LyingKernel;
import dev.ringmark.conformance.fixture.Trial;
import dev.ringmark.runtime.kernel.ForwardingKernel;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.layout.ParamsLayout;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

/// The thread of a SQPOLL ring on a kernel that forgets where it belongs.
class SqThreadStaysOnItsCpuTest { // S008

    @Test
    void a_thread_that_keeps_to_its_cpu_passes() {
        Trial.assertPasses(SqThreadStaysOnItsCpuCheck.class, LyingKernel.lying());
    }

    @Test
    void a_thread_that_may_run_anywhere_is_caught() {
        Kernel forgetful =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int setup(int entries, MemorySegment params) {
                        int flags = params.get(JAVA_INT, ParamsLayout.FLAGS);
                        int without = flags & ~SetupFlag.SQ_AFF.bits();
                        params.set(JAVA_INT, ParamsLayout.FLAGS, without);
                        params.set(JAVA_INT, ParamsLayout.SQ_THREAD_CPU, 0);
                        return super.setup(entries, params);
                    }
                };
        Trial.assertCaught(SqThreadStaysOnItsCpuCheck.class, forgetful);
    }

    @Test
    void a_thread_on_another_cpu_is_caught() {
        Kernel elsewhere =
                new ForwardingKernel(Kernel.host()) {
                    @Override
                    public int setup(int entries, MemorySegment params) {
                        params.set(JAVA_INT, ParamsLayout.SQ_THREAD_CPU, 0);
                        return super.setup(entries, params);
                    }
                };
        Trial.assertCaught(SqThreadStaysOnItsCpuCheck.class, elsewhere);
    }
}
