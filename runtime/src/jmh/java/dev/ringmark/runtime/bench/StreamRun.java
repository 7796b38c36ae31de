package dev.ringmark.runtime.bench;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.buffer.SendBuffers;
import dev.ringmark.runtime.io.Sink;
import dev.ringmark.runtime.io.Source;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.Pipe;
import dev.ringmark.runtime.net.PipeReader;
import dev.ringmark.runtime.net.ReceiveBuffers;
import dev.ringmark.runtime.net.Received;
import dev.ringmark.runtime.net.SocketOption;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.MultishotListener;
import dev.ringmark.runtime.op.MultishotRun;
import dev.ringmark.runtime.op.SendBundles;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// 32 streams at once, both ends of each on one loop: one end writes a window of frames, the other
/// one answers it by a byte when all of it has come. Prints ns for each window ([Rounds]).
///
/// Not included: connecting, and the JVM's start.
public final class StreamRun {

    static final int STREAMS = 32;

    private static final int CHUNK = 65_536;
    private static final int ANSWERS_MAX = 64;

    /// What is compared: how a window is written or read. The other end does the same in each.
    enum Way {
        SEND_GATHERED, // UM-15: TCP, one SENDMSG for a window
        SEND_BUNDLES, // UM-15: TCP, SEND of a line of buffers
        RECEIVE, // TCP, a RECV for each piece
        RECEIVE_EACH, // TCP, one RECV for all, in bundles
        READ, // UM-16: pipes, a READ for each piece
        READ_EACH; // UM-16: pipes, one READ_MULTISHOT for all

        Way base() {
            return switch (this) {
                case SEND_GATHERED, SEND_BUNDLES -> SEND_GATHERED;
                case RECEIVE, RECEIVE_EACH -> RECEIVE;
                case READ, READ_EACH -> READ;
            };
        }

        boolean isOfPipes() {
            return base() == READ;
        }
    }

    /// Writes a window whole.
    private interface Writer {
        void write();
    }

    private final Loop loop;
    private final Way way;
    private final int frames;
    private final int frameSize;
    private final Rounds rounds = new Rounds();
    private final List<Task<String>> tasks = new ArrayList<>();

    private StreamRun(Loop loop, String[] args) {
        this.loop = loop;
        way = Way.valueOf(args[0]);
        frames = Integer.parseInt(args[1]);
        frameSize = Integer.parseInt(args[2]);
    }

    /// Runs one case.
    ///
    /// @param args a way; frames; the size of each; seconds to warm up and to measure
    public static void main(String[] args) {
        LoopOptions options = LoopOptions.named("bench").withHeldMax(Duration.ZERO);
        try (Loop loop = Loop.start(Kernel.host(), options)) {
            StreamRun run = new StreamRun(loop, args);
            loop.fork(run::begin).join();
            double warmup = Double.parseDouble(args[3]);
            run.rounds.measure(System.out, warmup, Double.parseDouble(args[4]));
            run.tasks.forEach(Task::join);
        }
    }

    private String begin() {
        ReceiveBuffers buffers = ReceiveBuffers.open(loop, 1, STREAMS, CHUNK);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Listener<StreamSocket> listener = Listener.listen(loop, any)) {
            for (int at = 0; at < STREAMS; at++) {
                if (way.isOfPipes()) {
                    Pipe there = Pipe.open(loop);
                    Pipe back = Pipe.open(loop);
                    Writer writer = gathering(there.writer());
                    fork(writer, back.reader(), there.writer()::close);
                    fork(there.reader(), back.writer(), buffers);
                } else {
                    SocketOption.Setting<Boolean> noDelay = SocketOption.NO_DELAY.to(true);
                    StreamSocket client =
                            StreamSocket.connect(loop, listener.localAddress(), null, noDelay);
                    StreamSocket server = listener.accept(null);
                    server.set(SocketOption.NO_DELAY, true);
                    Writer writer =
                            way == Way.SEND_BUNDLES ? bundling(client) : gathering(client);
                    fork(writer, client, client::shutdownOutput);
                    fork(server, server, buffers);
                }
            }
        }
        return "";
    }

    private List<OwnedBuffer> window() {
        List<OwnedBuffer> window = new ArrayList<>();
        for (int at = 0; at < frames; at++) {
            window.add(OwnedBuffer.allocate(frameSize));
        }
        return window;
    }

    private Writer gathering(Sink sink) {
        List<Span> window = window().stream().map(Span::of).toList();
        return frames == 1
                ? () -> sink.writeAll(window.getFirst())
                : () -> sink.writeAll(window);
    }

    private Writer bundling(StreamSocket socket) {
        List<OwnedBuffer> window = window();
        SendBuffers line =
                loop.withDriver(driver -> new SendBuffers(driver, driver.claimGroups(1), frames));
        SendBundles op = SendBundles.to(socket.target(), line);
        return () -> {
            Sent sent = new Sent();
            loop.withDriver(
                    driver -> {
                        window.forEach(line::offer);
                        return op.start(driver, ANSWERS_MAX, sent);
                    });
            int result = Task.await(sent.end, null).raw();
            if (result < 0) {
                throw new IllegalStateException(op + " ended with " + result);
            }
        };
    }

    private static final class Sent implements MultishotListener<List<OwnedBuffer>> {
        final CompletableFuture<Completed<?>> end = new CompletableFuture<>();

        @Override
        public void next(MultishotRun<List<OwnedBuffer>> run, List<OwnedBuffer> sent) {}

        @Override
        public void ended(MultishotRun<List<OwnedBuffer>> run, Completed<List<OwnedBuffer>> last) {
            end.complete(last);
        }
    }

    private void fork(Writer writer, Source answers, Runnable end) {
        tasks.add(
                loop.fork(
                        () -> {
                            Span answer = Span.of(OwnedBuffer.allocate(1));
                            do {
                                writer.write();
                                if (answers.read(answer) != 1) {
                                    throw new IllegalStateException("the other end has ended");
                                }
                            } while (rounds.goesOn());
                            end.run();
                            return "";
                        }));
    }

    private void fork(Source source, Sink answers, ReceiveBuffers buffers) {
        Counted counted = new Counted(answers);
        tasks.add(
                loop.fork(
                        () -> {
                            if (way != Way.RECEIVE_EACH && way != Way.READ_EACH) {
                                Span into = Span.of(OwnedBuffer.allocate(CHUNK));
                                int count = source.read(into);
                                while (count > 0) {
                                    counted.add(count);
                                    count = source.read(into);
                                }
                                return "";
                            }
                            try (Incoming<Received> pieces =
                                    source instanceof PipeReader pipe
                                            ? pipe.readEach(buffers, 4)
                                            : ((StreamSocket) source).receiveEach(buffers, 4)) {
                                for (Received piece : pieces) {
                                    int count = piece.length();
                                    piece.close();
                                    counted.add(count);
                                }
                            }
                            return "";
                        }));
    }

    /// Answers what has come whole.
    private final class Counted {
        private final Sink answers;
        private final Span answer = Span.of(OwnedBuffer.allocate(1));
        private int left = frames * frameSize;

        Counted(Sink answers) {
            this.answers = answers;
        }

        void add(int count) {
            left -= count;
            if (left < 0) {
                throw new IllegalStateException(-left + " bytes more than were sent");
            }
            if (left == 0) {
                left = frames * frameSize;
                answers.writeAll(answer);
            }
        }
    }
}
