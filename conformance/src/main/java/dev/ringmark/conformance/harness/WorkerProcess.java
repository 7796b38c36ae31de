package dev.ringmark.conformance.harness;

import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.UnknownLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A worker as its supervisor sees it: asked, listened to, and killed when it is overdue.
///
/// Asked by one thread; [#kill()] may be called by any.
final class WorkerProcess {

    /// What comes of waiting for a message.
    sealed interface Heard {
        /// A message.
        record Message(RecordLine line) implements Heard {}

        /// The worker is gone.
        record Gone(Death death) implements Heard {}

        /// Nothing in the given time.
        record Nothing() implements Heard {}
    }

    private static final Duration START_TIME_MAX = Duration.ofMinutes(3);
    private static final Duration STACK_TIME_MAX = Duration.ofSeconds(2);
    private static final Duration DEATH_TIME_MAX = Duration.ofSeconds(5);
    private static final int LINE_CHARS_MAX = 1 << 20;
    private static final int STRAYS_MAX = 200;

    private final Process process;
    private final Path folder;
    private final Writer commands;
    private final PrintStream strays;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private int strayCount;
    private volatile boolean wasKilled;

    /// A worker of which the process runs; nothing is heard of it before [#start].
    WorkerProcess(Process process, Path folder, PrintStream strays) {
        this.process = process;
        this.folder = folder;
        this.strays = strays;
        commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /// Starts a worker and waits until it takes commands.
    ///
    /// @param folder where a JVM that crashes leaves its report
    /// @param strays gets what the worker prints beside its messages
    /// @throws WorkerException when none can be started
    static WorkerProcess start(List<String> command, Path folder, PrintStream strays) {
        WorkerProcess worker;
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            beFirstToDie(process, strays);
            worker = new WorkerProcess(process, folder, strays);
        } catch (IOException e) {
            throw new WorkerException("no worker can be started: " + e.getMessage(), e);
        }
        Thread.ofPlatform().daemon().name("worker-output").start(worker::listen);
        switch (worker.next(START_TIME_MAX)) {
            case Heard.Message(UnknownLine line)
                    when WorkerMessage.of(line) instanceof WorkerMessage.Ready -> {
                return worker;
            }
            case Heard.Message(RecordLine line) ->
                    throw new WorkerException("a worker began with " + line, null);
            case Heard.Gone(Death death) ->
                    throw new WorkerException("a worker ended as it began: " + death.how(), null);
            case Heard.Nothing _ -> {
                worker.kill();
                throw new WorkerException(
                        "a worker was not ready in " + START_TIME_MAX.toSeconds() + " s", null);
            }
        }
    }

    /// Where memory is short, the kernel kills the worker and never us: then the check is a result
    /// with that cause, and the suite goes on. Raising the value needs no privilege
    /// (proc_pid_oom_score_adj(5)); where it can't be written, whoever is larger is killed.
    private static void beFirstToDie(Process process, PrintStream strays) {
        try {
            Files.writeString(
                    Path.of("/proc", Long.toString(process.pid()), "oom_score_adj"), "1000");
        } catch (IOException e) {
            strays.println("the worker may not be the first to die: " + e.getMessage());
        }
    }

    /// Whether it can be asked. One that was killed never is again: a kernel that has lost one of
    /// its requests may keep it as a process for ever.
    boolean isAlive() {
        return !wasKilled && process.isAlive();
    }

    /// Sends a command. A worker that can't take it any more is heard of as gone.
    void send(String command) {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            strays.println("the worker did not take \"" + command + "\": " + e.getMessage());
        }
    }

    /// The next message, or what came instead.
    Heard next(Duration patience) {
        try {
            Heard next = heard.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            return next == null ? new Heard.Nothing() : next;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the supervisor's thread", e);
        }
    }

    /// What the worker's check is doing, as the worker itself tells; else a line that says why not.
    List<String> stack() {
        send(Worker.STACK);
        return switch (next(STACK_TIME_MAX)) {
            case Heard.Message(UnknownLine line)
                    when WorkerMessage.of(line) instanceof WorkerMessage.Stack(var lines) ->
                    lines;
            case Heard.Message(RecordLine line) ->
                    List.of("it went on while it was asked: " + line.type());
            case Heard.Gone(Death death) -> List.of("it died when it was asked: " + death.how());
            case Heard.Nothing _ -> List.of("it does not answer, not even from another thread");
        };
    }

    /// Kills the worker and what it started.
    ///
    /// @return whether it is gone: a process that waits in the kernel may stay
    boolean kill() {
        wasKilled = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            return process.waitFor(DEATH_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the supervisor's thread", e);
        }
    }

    /// Passes on messages until the output ends, or the process does: children that a check left
    /// behind may hold the output open.
    private void listen() {
        Thread reading = Thread.ofPlatform().daemon().name("worker-reader").start(this::read);
        try {
            process.waitFor();
            reading.join(STACK_TIME_MAX);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts this thread", e);
        }
        heard.add(new Heard.Gone(Death.of(process.pid(), process.exitValue(), folder)));
    }

    private void read() {
        StringBuilder line = new StringBuilder();
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    take(line.toString());
                    line.setLength(0);
                } else if (line.length() < LINE_CHARS_MAX) {
                    line.append((char) next);
                }
            }
        } catch (IOException e) {
            // The JDK closes the stream of a process that died under a reader; that is its death.
            if (process.isAlive()) {
                strays.println("the worker's output is lost: " + e.getMessage());
            }
        }
        take(line.toString());
    }

    private void take(String line) {
        RecordLine message = Frame.messageIn(line);
        String stray = Frame.strayIn(line);
        if (!stray.isEmpty() && strayCount < STRAYS_MAX) {
            strayCount++;
            strays.println("worker: " + stray);
        }
        if (message != null) {
            heard.add(new Heard.Message(message));
        }
    }
}
