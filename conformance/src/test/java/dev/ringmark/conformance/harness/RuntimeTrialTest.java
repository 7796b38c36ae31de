package dev.ringmark.conformance.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Faulty;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.Masked;
import dev.ringmark.runtime.uapi.Errno;
import dev.ringmark.runtime.uapi.SetupFlag;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a trial of the runtime tells, each in a JVM of its own: the log is one's first.
class RuntimeTrialTest { // SR-23b, SR-25b

    @TempDir Path folder;

    @Test
    void a_kernel_that_has_all_runs_all() throws Exception {
        assertEquals("{graceful=runs, warn=runs, strict=runs}", trial("whole"));
    }

    @Test
    void what_is_lacking_is_done_without_and_told_and_a_strict_loop_refuses() throws Exception {
        assertEquals(
                "{graceful=does without, warn=does without, strict=EOPNOTSUPP}", trial("lacking"));
    }

    @Test
    void where_nothing_may_be_registered_the_program_runs_all_the_same() throws Exception {
        assertEquals(
                "{graceful=does without, warn=does without, strict=EOPNOTSUPP}", trial("register"));
    }

    @Test
    void what_forbids_the_ring_or_its_use_is_told_by_its_errno() throws Exception {
        assertEquals("{graceful=EPERM, warn=EPERM, strict=EPERM}", trial("enter"));
        assertEquals("{graceful=ENOSYS, warn=ENOSYS, strict=ENOSYS}", trial("setup"));
    }

    /// The canary: a loop that ought to warn and says nothing.
    @Test
    void a_log_that_stays_silent_is_found() throws Exception {
        Path off = Files.writeString(folder.resolve("logging"), ".level=OFF\n");
        assertEquals(
                "{graceful=does without, warn=fails, strict=EOPNOTSUPP}",
                trial("lacking", "-Djava.util.logging.config.file=" + off));
    }

    private static String trial(String kernel, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(Trial.class.getName(), kernel));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), said);
        assertEquals(0, process.exitValue(), said);
        return said.strip();
    }

    /// The process.
    static final class Trial {

        private Trial() {}

        public static void main(String[] args) {
            System.out.println(new RuntimeTrial(kernel(args[0])).run().outcomes());
            System.exit(0);
        }

        private static Kernel kernel(String which) {
            return switch (which) {
                case "whole" -> Kernel.host();
                case "lacking" -> Masked.hiding(Kernel.host(), SetupFlag.DEFER_TASKRUN);
                case "setup" -> forbidding(Faulty.Call.SETUP, Errno.ENOSYS);
                case "enter" -> forbidding(Faulty.Call.ENTER, Errno.EPERM);
                case "register" -> forbidding(Faulty.Call.REGISTER, Errno.EPERM);
                default -> throw new IllegalArgumentException(which);
            };
        }

        private static Kernel forbidding(Faulty.Call call, Errno errno) {
            return Faulty.over(Kernel.host())
                    .when(
                            attempt -> attempt.call() == call,
                            Integer.MAX_VALUE,
                            Faulty.Fault.errno(errno));
        }
    }
}
