package dev.ringmark.conformance.harness;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.ReceiveBuffers;
import dev.ringmark.runtime.net.Received;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Fallback;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.uapi.Errno;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What becomes of a program of the runtime here, with each [Fallback]: a small program that makes
/// a connection, sleeps, and writes and reads a file is run twice on a loop of each.
///
/// | outcome | means |
/// |---|---|
/// | `runs` | it did all of it, as on any kernel |
/// | `does without` | it did all of it; the loop, and with WARN the log, tell what it lacks |
/// | the name of an errno | it was refused, at the start or in the middle, with that |
/// | `killed` | the process was, by a filter or for its memory |
/// | `fails` | anything else, which is never right |
///
final class RuntimeTrial {

    private static final String RUNS = "runs";
    private static final String DOES_WITHOUT = "does without";
    private static final String KILLED = "killed";
    private static final String FAILS = "fails";
    private static final String TOLD = "done without ";

    /// Held: the log forgets who is not.
    private static final Logger LOGGER = Logger.getLogger("dev.ringmark.runtime");

    private static final Duration TIME_MAX = Duration.ofSeconds(10);
    private static final byte[] SAID = "said and read".getBytes(UTF_8);

    private final Map<String, String> outcomes = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final List<Start> starts = new ArrayList<>();
    private final Warnings log = new Warnings();

    private record Start(Fallback fallback, Loop loop, int warnings) {}

    private RuntimeTrial() {}

    /// What comes of a process that was killed for what it tried.
    static RuntimeTrial killed() {
        RuntimeTrial trial = new RuntimeTrial();
        for (Fallback fallback : Fallback.values()) {
            trial.outcome(fallback, KILLED, "");
        }
        return trial;
    }

    /// Starts a loop of each kind, and runs the program on it a first time.
    RuntimeTrial(Kernel kernel) {
        boolean passesOn = LOGGER.getUseParentHandlers();
        LOGGER.setUseParentHandlers(false);
        LOGGER.addHandler(log);
        try {
            for (Fallback fallback : Fallback.values()) {
                start(kernel, fallback);
            }
        } finally {
            LOGGER.removeHandler(log);
            LOGGER.setUseParentHandlers(passesOn);
        }
    }

    /// Runs the program on each loop once more, whatever has become scarce by now, and ends them.
    RuntimeTrial run() {
        for (Start start : starts) {
            try (Loop loop = start.loop()) {
                loop.fork(() -> work(loop)).join(TIME_MAX);
                outcome(start.fallback(), success(start), String.join("; ", loop.fallbacks()));
            } catch (RuntimeException | OutOfMemoryError e) { // the JDK's word for no thread
                refused(start.fallback(), e);
            }
        }
        return this;
    }

    /// By the names of [Fallback], in lower case.
    Map<String, String> outcomes() {
        return outcomes;
    }

    /// What stands behind each outcome; empty where nothing does.
    Map<String, String> reasons() {
        return reasons;
    }

    private void start(Kernel kernel, Fallback fallback) {
        outcome(fallback, FAILS, "not run");
        log.count = 0;
        try {
            LoopOptions options = LoopOptions.named("trial").withFallback(fallback);
            Loop loop = Loop.start(kernel, options);
            starts.add(new Start(fallback, loop, log.count));
            loop.fork(() -> work(loop)).join(TIME_MAX); // loads all that a full process could not
        } catch (RuntimeException e) {
            refused(fallback, e);
        }
    }

    /// What a program that did its work has shown, where the loop has kept its word on telling.
    private static String success(Start start) {
        int lacks = start.loop().fallbacks().size();
        boolean isTold =
                switch (start.fallback()) {
                    case GRACEFUL -> start.warnings() == 0;
                    case WARN -> start.warnings() == lacks;
                    case STRICT -> lacks == 0;
                };
        if (!isTold) {
            return FAILS;
        }
        return lacks == 0 ? RUNS : DOES_WITHOUT;
    }

    private void refused(Fallback fallback, Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RingException ring) {
                String errno = Errno.describe(ring.result()).substring(1);
                outcome(fallback, errno, String.valueOf(ring.getMessage()));
                return;
            }
        }
        outcome(fallback, FAILS, e.toString());
    }

    private void outcome(Fallback fallback, String how, String why) {
        String name = fallback.name().toLowerCase(Locale.ROOT);
        outcomes.put(name, how);
        reasons.put(name, why);
    }

    private static String work(Loop loop) throws IOException {
        connection(loop);
        Task.sleep(Duration.ofMillis(1));
        file(loop);
        return "";
    }

    /// Accepted and received by requests that go on by themselves, with buffers that the kernel
    /// takes: what has most to fall back from.
    private static void connection(Loop loop) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Listener<StreamSocket> listener = Listener.listen(loop, any);
                Incoming<StreamSocket> connections = listener.acceptEach();
                StreamSocket client =
                        StreamSocket.connect(loop, listener.localAddress(), TIME_MAX);
                StreamSocket server = connections.next(TIME_MAX);
                ReceiveBuffers buffers = ReceiveBuffers.openIncremental(loop, 1, 8, 64)) {
            if (server == null) {
                throw new IOException("no connection came");
            }
            try (Incoming<Received> pieces = server.receiveEach(buffers, 4)) {
                client.writeAll(Span.of(SAID.clone()));
                try (Received piece = pieces.next(TIME_MAX)) {
                    byte[] heard = piece == null ? new byte[0] : piece.view().toArray(JAVA_BYTE);
                    if (!Arrays.equals(heard, SAID)) {
                        throw new IOException("the connection gave " + new String(heard, UTF_8));
                    }
                }
            }
        }
    }

    private static void file(Loop loop) throws IOException {
        Path file = Files.createTempFile("ringmark-trial", "");
        try {
            FileSystem files = FileSystem.on(loop);
            files.write(file, SAID);
            String back = files.readString(file, SAID.length);
            if (!back.equals(new String(SAID, UTF_8))) {
                throw new IOException(file + " gave " + back);
            }
        } finally {
            Files.delete(file);
        }
    }

    /// Counts what a loop says it does without, on the loop's thread before it has started.
    private static final class Warnings extends Handler {
        private volatile int count;

        @Override
        public synchronized void publish(LogRecord record) {
            count += String.valueOf(record.getMessage()).startsWith(TOLD) ? 1 : 0;
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
