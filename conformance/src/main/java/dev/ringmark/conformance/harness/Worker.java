package dev.ringmark.conformance.harness;

import dev.ringmark.conformance.fixture.Check;
import dev.ringmark.conformance.fixture.CheckListener;
import dev.ringmark.conformance.fixture.Evidence;
import dev.ringmark.conformance.fixture.RingMode;
import dev.ringmark.conformance.fixture.RingModes;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.stats.record.RecordLine;
import dev.ringmark.stats.record.ResultLine;
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
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The process in which checks run, one after the other, and which may die of them.
///
/// Takes commands from its standard input and answers each with messages on its standard output
/// ([Frame]): `probe` with what the kernel has, `run CLASS MODE` with one result. `stack` is
/// answered at any time, by another thread, with what the check is doing.
///
/// It lives as long as its standard input: without a supervisor there is nobody to tell.
final class Worker implements CheckListener {

    static final String PROBE = "probe";
    static final String RUN = "run";
    static final String STACK = "stack";

    /// How a worker ends that can't go on by its own fault; what was thrown is on standard error.
    static final int OUR_FAULT = 97;

    private final Kernel kernel;
    private final BlockingQueue<String> commands = new LinkedBlockingQueue<>();
    private final OutputStream channel = new FileOutputStream(FileDescriptor.out);
    private final StuckThread self;
    private final Launcher launcher = LauncherFactory.create();
    private @Nullable PlannedRun wanted;
    private @Nullable ResultLine result;

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
        RingModes.attach(worker, kernel);
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

    @Override
    public void started(Check check, RingMode mode) {
        send(new WorkerMessage.Started());
    }

    @Override
    public void finished(
            Check check,
            RingMode mode,
            Evidence evidence,
            double seconds,
            @Nullable Throwable thrown) {
        PlannedRun run = wanted;
        if (run != null) {
            result = Outcome.of(run, evidence, seconds, thrown);
        }
    }

    @Override
    public boolean wants(Check check, RingMode mode) {
        return wanted != null && wanted.mode() == mode;
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
        wanted = run;
        result = null;
        FirstFailure failure = new FirstFailure();
        launcher.execute(
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(run.found().type()))
                        .build(),
                failure);
        ResultLine seen = result;
        wanted = null;
        send(seen != null ? seen : Outcome.broken(run, failure.orNotRun()).build());
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

    /// The first thing that JUnit reports as failed outside of a check: a class that can't be made.
    private static final class FirstFailure implements TestExecutionListener {

        private @Nullable Throwable first;

        @Override
        public void executionFinished(TestIdentifier what, TestExecutionResult how) {
            if (first == null) {
                first = how.getThrowable().orElse(null);
            }
        }

        Throwable orNotRun() {
            return first != null
                    ? first
                    : new IllegalStateException("JUnit found nothing to run: is it @OnRing?");
        }
    }
}
