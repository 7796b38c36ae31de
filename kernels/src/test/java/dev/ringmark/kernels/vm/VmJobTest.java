package dev.ringmark.kernels.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What a job may be.
class VmJobTest {
    private static final VmJob JOB = VmJob.of(Path.of("vmlinuz"), List.of("true"));

    @Test
    void what_is_out_of_bounds_is_refused_with_its_bounds() {
        refused("cpus: 0, expected 1..64", job -> job.withCpus(0));
        refused("memory: 64, expected 128..1048576", job -> job.withMemoryMib(64));
        refused("result: 0, expected 1..16384", job -> job.withResultMib(0));
        refused(
                "files: '../x', expected a path below /job",
                job -> job.withFile("../x", Path.of("x")));
        refused("files: '/x', expected a path below /job", job -> job.withFile("/x", Path.of("x")));
        refused("append: a control character in 'a\nb'", job -> job.withAppend(List.of("a\nb")));
        refused(
                "deadline: PT0S, expected more than 0",
                job -> job.withDeadlines(Deadlines.whole(Duration.ZERO)));
    }

    @Test
    void a_job_without_a_command_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> VmJob.of(Path.of("vmlinuz"), List.of()));
    }

    private static void refused(String message, UnaryOperator<VmJob> change) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> change.apply(JOB));
        assertEquals(message, e.getMessage());
    }
}
