package dev.ringmark.ci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.kernels.vm.VmJob;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Issue 3, item 5: what a guest gets to run.
class GuestSuiteTest {
    private static final GuestSuite SUITE =
            GuestSuite.of(
                    "/l/ringmark-ci-1.jar:/l/ringmark-conformance-1.jar:/l/jackson-core-2.jar");

    @Test
    void a_guest_gets_the_jars_of_the_harness_and_no_others() {
        VmJob job = SUITE.job(Path.of("vmlinuz"), List.of("run", "--suite", "quick"), null);
        assertEquals(
                "java -Dringmark.optin=sysctl"
                        + " -cp lib/0-ringmark-conformance-1.jar:lib/1-jackson-core-2.jar"
                        + " dev.ringmark.conformance.harness.Main run --suite quick"
                        + " --out /result/run.ndjson --echo /dev/ttyS3",
                String.join(" ", job.command()));
        assertEquals(Path.of("/l/jackson-core-2.jar"), job.files().get("lib/1-jackson-core-2.jar"));
        assertEquals(2, job.files().size());
        assertFalse(job.command().contains("--skip"));
    }

    @Test
    void a_later_boot_gets_the_list_of_what_is_done() {
        VmJob job = SUITE.job(Path.of("vmlinuz"), List.of("run"), Path.of("/t/done"));
        assertEquals(Path.of("/t/done"), job.files().get("skip"));
        assertEquals(List.of("--skip", "skip"), job.command().reversed().subList(0, 2).reversed());
        assertTrue(job.append().contains("no_timer_check"));
    }

    @Test
    void a_busy_machine_is_waited_for_longer_but_not_for_ever() {
        assertEquals(1, GuestSuite.patience(0.1, 2));
        assertEquals(1, GuestSuite.patience(2, 2));
        assertEquals(4, GuestSuite.patience(7.5, 2));
        assertEquals(8, GuestSuite.patience(200, 2));
    }
}
