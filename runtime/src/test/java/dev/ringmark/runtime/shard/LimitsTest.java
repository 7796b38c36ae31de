package dev.ringmark.runtime.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Features;
import dev.ringmark.runtime.probe.KernelVersion;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LimitsTest { // C-39 tier R, C-43 tier R, I-12

    private static List<String> under(String limit) {
        return List.of("sh", "-c", limit + "; exec \"$@\"", "sh");
    }

    @Test
    void without_files_left_a_driver_says_so_and_leaks_none() {
        ChildJvm.needs("sh", "-c", "true");
        List<String> lines =
                ChildJvm.run(under("ulimit -n 120"), TightLimits.class).lines().skip(1).toList();
        String first = lines.get(0);
        assertTrue(first.matches("round 0: [1-9][0-9]*, -EMFILE"), first);
        assertEquals(first.replace("round 0", "round 1"), lines.get(1), "files were lost");
        assertEquals("accept without fds: [-EMFILE, released]", lines.get(2));
        assertEquals("accept with fds: true", lines.get(3));
    }

    @Test
    void a_ring_needs_no_locked_memory() { // since 5.12 it is charged to the memory cgroup
        KernelVersion here = Features.of(Kernel.host()).version();
        Assumptions.assumeTrue(
                here.compareTo(KernelVersion.parse("5.12")) >= 0,
                () -> "kernel " + here + " counts rings against RLIMIT_MEMLOCK");
        ChildJvm.needs("sh", "-c", "true");
        String output = ChildJvm.run(under("ulimit -l 0"), DriverWorkload.class);
        assertTrue(output.contains("failure none"), output);
    }
}
