package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.CheckRun;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.stats.record.RecordLine;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/// The process in which checks run, one after the other, and which may die of them.
///
/// Takes commands from its standard input and answers each with messages on its standard output
/// ([Frame]): `probe` with what the kernel has, `run CLASS MODE` with one result. `stack` is
/// answered at any time, by another thread, with what the check is doing.
///
/// It lives as long as its standard input: without a supervisor there is nobody to tell.
final class Worker {

    static final String PROBE = "probe";
    static final String RUN = "run";
    static final String STACK = "stack";

    /// How a worker ends that can't go on by its own fault; what was thrown is on standard error.
    static final int OUR_FAULT = 97;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Kernel kernel;
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final OutputStream channel = new FileOutputStream(FileDescriptor.out);
    private final StuckThread self;

    private Worker(Kernel kernel) {
        this.kernel = kernel;
        self = new StuckThread(Thread.currentThread(), kernel.calls().threadId());
    }

    /// Works until the supervisor is gone, and never returns.
    static void work(Kernel kernel) {
        // Whoever prints must not print between messages: the standard error is for that.
        PrintStream complaints = new PrintStream(new FileOutputStream(FileDescriptor.err), true);
        System.setOut(complaints);
        Worker worker = new Worker(kernel);
        Thread listening = Thread.ofPlatform().daemon().name("commands").start(worker::listen);
        // Ctrl-C reaches every process of a terminal. When to end is the supervisor's decision.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> joinUninterrupted(listening)));
        try {
            worker.send(new WorkerMessage.Ready());
            worker.obey();
        } catch (Throwable ours) {
            ours.printStackTrace(complaints);
            Runtime.getRuntime().halt(OUR_FAULT);
        }
    }

    private void obey() throws InterruptedException, ClassNotFoundException {
        while (true) {
            String command = commands.take();
            if (command.equals(PROBE)) {
                probe();
            } else {
                String[] words = command.split(" ", -1);
                run(FoundCheck.of(Class.forName(words[1])).in(RingMode.valueOf(words[2])));
            }
        }
    }

    private void probe() {
        KernelFacts facts = KernelFacts.of(kernel);
        facts.features().forEach(this::send);
        send(facts.host());
    }

    private void run(PlannedRun run) {
        CheckRun check = new CheckRun(run.found().type(), run.mode(), kernel);
        send(new WorkerMessage.Started());
        long before = kernel.nanoTime();
        @Nullable Throwable thrown = null;
        try {
            check.run();
        } catch (Throwable ended) {
            thrown = ended; // becomes a verdict
        }
        double seconds = (kernel.nanoTime() - before) / NANOS_PER_SECOND;
        send(Outcome.of(run, check.evidence(), seconds, thrown));
    }

    /// Reads commands until the supervisor is gone; then nothing here has a reader any more.
    private void listen() {
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.equals(STACK)) {
                    send(new WorkerMessage.Stack(self.describe()));
                } else {
                    commands.add(line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void send(WorkerMessage message) {
        send(message.line());
    }

    private void send(RecordLine message) {
        byte[] bytes = Frame.of(message).getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (channel) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void joinUninterrupted(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
