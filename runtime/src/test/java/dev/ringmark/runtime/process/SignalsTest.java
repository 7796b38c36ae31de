package dev.ringmark.runtime.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SignalsTest { // SPG-105

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void a_JVM_whose_threads_have_not_blocked_the_signal_is_refused() {
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("signals"))) {
            IllegalStateException e =
                    assertThrows(
                            IllegalStateException.class, () -> Signals.open(loop, Signal.WINCH));
            assertTrue(String.valueOf(e.getMessage()).contains("env --block-signal"));
            assertThrows(IllegalArgumentException.class, () -> Signals.open(loop, Signal.KILL));
            assertThrows(IllegalArgumentException.class, () -> Signals.open(loop));
        }
    }

    @Test
    void a_JVM_that_was_started_with_them_blocked_reads_them() throws Exception {
        List<String> command = new ArrayList<>();
        command.add("env");
        command.add("--block-signal=USR1");
        command.add("--block-signal=WINCH");
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("java.class.path"));
        command.add(Reader.class.getName());
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertEquals(0, process.waitFor());
    }

    /// What the other JVM does; it ends with 0 if all was right.
    static final class Reader {

        private Reader() {}

        @SuppressWarnings("try") // that closing ends the wait is what is tested
        public static void main(String[] args) {
            int self = Math.toIntExact(ProcessHandle.current().pid());
            try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("signals"));
                    Signals signals = Signals.open(loop, Signal.USR1, Signal.WINCH)) {
                try (Scope _ = Scope.open(Duration.ofMillis(10))) {
                    assertThrows(TaskException.TimedOut.class, signals::next);
                }
                Task<SignalEvent> waiting = loop.fork(signals::next);
                kill(loop, "-USR1", self);
                assertEquals(Signal.USR1, waiting.join(PATIENCE).signal());
                kill(loop, "-WINCH", self);
                SignalEvent event = signals.next();
                assertEquals(Signal.WINCH, event.signal());
                assertTrue(event.senderPid() > 0);
                Task<SignalEvent> ended = loop.fork(signals::next);
                Task.sleep(Duration.ofMillis(10));
                signals.close();
                TaskException.Failed e =
                        assertThrows(TaskException.Failed.class, () -> ended.join(PATIENCE));
                assertInstanceOf(TaskException.Closed.class, e.getCause());
            }
        }

        private static void kill(Loop loop, String signal, int pid) {
            try (ChildProcess kill = Command.of("kill", signal, "" + pid).start(loop)) {
                assertTrue(kill.waitFor().isSuccess());
            }
        }
    }
}
