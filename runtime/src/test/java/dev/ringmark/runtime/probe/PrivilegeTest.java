package dev.ringmark.runtime.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.probe.Availability.Available;
import dev.ringmark.runtime.probe.Availability.Cause;
import dev.ringmark.runtime.probe.Availability.Unavailable;
import dev.ringmark.runtime.uapi.UapiConstant;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The real limits of this kernel, in child processes that have them.
class PrivilegeTest {

    private static final Path SYSCTL = Path.of(ProcFiles.DISABLED);
    private static final Path TOOLS = Path.of("/usr/bin");
    private static final int PATIENCE_SECONDS = 60;

    private static final String NO_IPC_LOCK = "--bounding-set=-ipc_lock";
    private static final String NOT_INHERITED = "--inh-caps=-ipc_lock";

    @Test
    void without_lockable_memory_no_ring_can_be_made() throws Exception { // containers, section 3
        List<String> lines =
                inChild("prlimit", "--memlock=0:0", "setpriv", NO_IPC_LOCK, NOT_INHERITED);
        assertTrue(lines.contains("cause MEMLOCK"), lines.toString());
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("RLIMIT_MEMLOCK is 0 B")),
                lines.toString());
    }

    @Test
    void with_64_KiB_small_rings_work_and_large_ones_are_charged() throws Exception {
        List<String> lines =
                inChild("prlimit", "--memlock=65536:65536", "setpriv", NO_IPC_LOCK, NOT_INHERITED);
        assertTrue(lines.contains("available"), lines.toString());
        assertSameConstants(lines); // though closed rings give their memory back late
        String charge = Behaviour.MEMORY_CHARGED_TO_CGROUP.kernelName() + ": ";
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.startsWith(charge) && !line.contains("unknown")),
                lines.toString());
    }

    @Test
    void without_any_capability_every_constant_has_the_same_answer() throws Exception {
        List<String> lines = inChild("setpriv", "--bounding-set=-all", "--inh-caps=-all");
        assertSameConstants(lines);
    }

    /// The sysctl is global: held for a moment, and only where the tests are told that they may.
    @Test
    @EnabledIfSystemProperty(
            named = "ringmark.test.sysctl",
            matches = "true",
            disabledReason =
                    "writes the global sysctl kernel.io_uring_disabled:"
                            + " -Dringmark.test.sysctl=true allows it")
    void the_real_sysctl_is_told_from_seccomp() throws IOException {
        String before = Files.readString(SYSCTL);
        Availability off;
        try {
            Files.writeString(SYSCTL, "2");
            off = Availability.of(Kernel.host());
        } finally {
            Files.writeString(SYSCTL, before);
        }
        Unavailable no = assertInstanceOf(Unavailable.class, off);
        assertEquals(Cause.SYSCTL, no.cause());
        assertTrue(no.explanation().contains("kernel.io_uring_disabled=2"), no.explanation());
        assertEquals(before, Files.readString(SYSCTL));
        assertEquals(new Available(), Availability.of(Kernel.host()));
    }

    private static void assertSameConstants(List<String> lines) {
        Features here = Features.of(Kernel.host());
        List<String> expected = new ArrayList<>();
        for (UapiConstant constant : here.constants()) {
            expected.add(constant.kernelName() + ": " + here.support(constant).describe());
        }
        expected.removeAll(lines);
        assertEquals(List.of(), expected);
    }

    /// Runs [Report] in a JVM of its own under these commands, as root on Debian's util-linux.
    private static List<String> inChild(String... commands) throws Exception {
        for (String command : commands) {
            assumeTrue(
                    command.startsWith("-") || Files.isExecutable(TOOLS.resolve(command)),
                    command + " is missing: apt-get install util-linux");
        }
        assumeTrue(
                System.getProperty("user.name").equals("root"),
                "only root may drop capabilities from the bounding set");
        List<String> command = new ArrayList<>(List.of(commands));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Report.class.getName());
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> lines = child.inputReader().lines().toList();
        assertTrue(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the child goes on");
        assertEquals(0, child.exitValue(), lines.toString());
        return lines;
    }

    /// What the child finds out, a line each.
    static final class Report {

        private Report() {}

        /// Prints availability and answers.
        public static void main(String[] arguments) throws IOException {
            Features features = Features.of(Kernel.host());
            StringBuilder text = new StringBuilder();
            text.append(
                    switch (features.availability()) {
                        case Available _ -> "available";
                        case Unavailable no -> "cause " + no.cause() + "\n" + no.explanation();
                    });
            features.byName()
                    .forEach(
                            (name, support) ->
                                    text.append('\n')
                                            .append(name)
                                            .append(": ")
                                            .append(support.describe()));
            try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
                out.write(text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
