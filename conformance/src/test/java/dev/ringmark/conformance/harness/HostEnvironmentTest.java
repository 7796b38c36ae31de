package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.stats.record.Accelerator;
import dev.ringmark.stats.record.Environment;
import dev.ringmark.stats.record.SeccompMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostEnvironmentTest {

    private static final WorkerMessage.Host HOST =
            new WorkerMessage.Host("liburing 2.3", null, "0x3fff", List.of());

    @TempDir Path root;

    @Test
    void this_machine_is_described_in_full() throws IOException {
        Environment env = HostEnvironment.read(HOST);
        assertEquals(System.getProperty("os.version"), env.kernelRelease());
        assertTrue(env.cpus() > 0 && env.memoryBytes() > 0 && !env.bootParameters().isEmpty());
        assertEquals("2.3", env.liburing());
        assertEquals("available", env.availability());
        assertNotEquals(SeccompMode.UNKNOWN, env.seccompMode());
        assertTrue(env.limits().containsKey("Max open files"), env.limits().toString());
        // A sysctl that is read in pieces loses all but its first one.
        long files = Long.parseLong(Files.readAllLines(Path.of("/proc/sys/fs/nr_open")).getFirst());
        assertTrue(files > 9, "nr_open " + files);
        assertEquals(Long.toString(files), env.sysctls().get("fs.nr_open"));
    }

    @Test
    void a_machine_that_tells_nothing_is_unknown() {
        Environment env = HostEnvironment.read(HOST, root);
        assertEquals("unknown", env.cpu());
        assertEquals(0, env.memoryBytes());
        assertEquals(Accelerator.UNKNOWN, env.accelerator());
        assertEquals(SeccompMode.UNKNOWN, env.seccompMode());
        assertEquals(Map.of(), env.sysctls());
        assertNull(env.kernelPackage());
        assertNull(env.capabilities());
        assertNull(env.configDigest());
    }

    @Test
    void packages_of_two_distributions_are_found() throws IOException {
        write("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.153-1 (2025-09-20)");
        assertEquals("6.1.153-1", HostEnvironment.read(HOST, root).kernelPackage());
        write("proc/sys/kernel/version", "#45~22.04.1-Ubuntu SMP");
        write("proc/version_signature", "Ubuntu 6.5.0-45.45~22.04.1-generic 6.5.13");
        assertEquals(
                "6.5.0-45.45~22.04.1-generic", HostEnvironment.read(HOST, root).kernelPackage());
    }

    @Test
    void an_x86_without_a_sign_of_a_hypervisor_is_the_machine_itself() throws IOException {
        write("proc/cpuinfo", "model name\t: A CPU\nflags\t\t: fpu vme sse2\n");
        assertEquals(Accelerator.HOST, HostEnvironment.read(HOST, root).accelerator());
        write("proc/cpuinfo", "model name\t: A CPU\nflags\t\t: fpu hypervisor sse2\n");
        Environment env = HostEnvironment.read(HOST, root);
        assertEquals(Accelerator.UNKNOWN, env.accelerator());
        assertEquals("A CPU", env.cpu());
    }

    @Test
    void filters_capabilities_and_what_blocks_are_taken_over() throws IOException {
        write("proc/self/status", "CapEff:\t000001ffffffffff\nSeccomp:\t2\nSeccomp_filters:\t1\n");
        Environment env =
                HostEnvironment.read(
                        new WorkerMessage.Host(
                                "syscall(2)", "forbidden by seccomp", null, List.of("odd")),
                        root);
        assertEquals(SeccompMode.FILTER, env.seccompMode());
        assertEquals("000001ffffffffff", env.capabilities());
        assertEquals("forbidden by seccomp", env.availability());
        assertNull(env.liburing());
        assertNull(env.features());
        assertTrue(env.extras().containsKey("probeRemarks"));
    }

    private void write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text + "\n");
    }
}
