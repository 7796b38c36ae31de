package dev.ringmark.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.fs.File;
import dev.ringmark.runtime.fs.FileSystem;
import dev.ringmark.runtime.fs.OpenOptions;
import dev.ringmark.runtime.io.BufferedSource;
import dev.ringmark.runtime.io.Streams;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.Pair;
import dev.ringmark.runtime.net.ReceiveBuffers;
import dev.ringmark.runtime.net.Received;
import dev.ringmark.runtime.net.SendQueue;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.BlockingPool;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.LoopReport;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The snippets of the user guide's pages that belong to no package, and README's server.
@Timeout(60)
class GuideTest { // SR-16a

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @NeedsHost("docs and README.md")
    @Test
    void every_snippet_of_the_pages_is_here() throws IOException {
        GuidePage.of("getting-started.md", GuideTest.class).assertSnippets(2);
        GuidePage.of("shutdown.md", GuideTest.class).assertSnippets(4);
        GuidePage.of("blocking.md", GuideTest.class).assertSnippets(3);
        GuidePage.of("tuning.md", GuideTest.class).assertSnippets(4);
    }

    /// The example's file has each line of README's, and README nothing else.
    @NeedsHost("docs and README.md")
    @Test
    void readmes_server_is_the_example() throws IOException { // SPG-131
        Path example = Path.of("src/examples/java/dev/ringmark/examples", "EchoServer.java");
        assertEquals(27, GuidePage.of(Path.of("..", "README.md"), example).assertLines());
    }

    private static void with(LoopBody body) throws Exception {
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("guide"))) {
            loop.fork(
                            () -> {
                                body.run(loop);
                                return "";
                            })
                    .join(PATIENCE);
        }
    }

    private interface LoopBody {
        void run(Loop loop) throws Exception;
    }

    private static long echo(StreamSocket socket) {
        try (socket) {
            return Streams.copy(socket, socket);
        }
    }

    private static Listener<StreamSocket> listener(Loop loop) {
        return Listener.listen(loop, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @Test
    void a_client() throws Exception {
        with(
                server -> {
                    try (Listener<StreamSocket> listener = listener(server)) {
                        server.fork(() -> echo(listener.accept(PATIENCE)));
                        SocketAddress address = listener.localAddress();
                        BlockingPool.shared().call(() -> client(address));
                    }
                });
    }

    private static String client(SocketAddress address) {
        try (Loop loop = Loop.start(Kernel.host(), LoopOptions.named("client"))) {
            Task<String> task = loop.fork(() -> ask(loop, address));
            assertEquals("hello", task.join(Duration.ofSeconds(10)));
        }
        return "";
    }

    private static String ask(Loop loop, SocketAddress address) {
        try (StreamSocket socket = StreamSocket.connect(loop, address, Duration.ofSeconds(5));
                BufferedSource source = BufferedSource.over(socket)) {
            socket.writeAll(Span.of("hello".getBytes(UTF_8)));
            return new String(source.readExactly(5), UTF_8);
        }
    }

    @Test
    void a_task_is_cancelled_and_a_part_has_a_time() throws Exception {
        with(
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    try (OwnedBuffer buffer = OwnedBuffer.allocate(64)) {
                        cancel(loop, pair.first(), buffer);
                        assertEquals(0, limited(pair.first(), buffer));
                    }
                    pair.close();
                });
    }

    private static void cancel(Loop loop, StreamSocket socket, OwnedBuffer buffer) {
        Task<Integer> reader = loop.fork(() -> socket.read(buffer));
        reader.cancel();
        TaskException.Failed e = assertThrows(TaskException.Failed.class, reader::join);
        assertInstanceOf(TaskException.Cancelled.class, e.getCause());
        assertFalse(buffer.isLent());
    }

    @SuppressWarnings({"UnusedVariable", "try"}) // it is on the page for readers
    private static int limited(StreamSocket socket, OwnedBuffer buffer) {
        Span question = Span.of("question".getBytes(UTF_8));
        int answer;
        try (Scope scope = Scope.open(Duration.ofMillis(20))) {
            socket.writeAll(question);
            answer = socket.read(buffer);
        } catch (TaskException.TimedOut e) {
            answer = 0; // both together took too long
        }
        return answer;
    }

    @Test
    void a_server_ends_in_three_steps() {
        Loop loop = Loop.start(Kernel.host(), LoopOptions.named("server"));
        Listener<StreamSocket> listener = listener(loop);
        List<Task<Long>> connections = new ArrayList<>();
        SocketAddress address = listener.localAddress();
        StreamSocket idle = StreamSocket.connect(loop, address, PATIENCE);
        StreamSocket accepted = listener.accept(PATIENCE);
        connections.add(loop.fork(() -> echo(accepted)));
        stop(loop, listener, connections);
        assertFalse(idle.isOpen());
        assertThrows(TaskException.Closed.class, () -> loop.fork(() -> 1));
    }

    private static void stop(
            Loop loop, Listener<StreamSocket> listener, List<Task<Long>> connections) {
        listener.close(); // whoever accepts hears TaskException.Closed
        for (Task<Long> each : connections) {
            finish(each, Duration.ofMillis(50));
        }
        LoopReport report = loop.close(Duration.ofSeconds(5));
        assertTrue(report.isClean(), report.dump());
    }

    private static void finish(Task<Long> task, Duration time) {
        assertThrows(TaskException.TimedOut.class, () -> task.join(time)); // its client is idle
    }

    @Test
    void a_hook_ends_a_loop_and_finds_it_closed() {
        Loop loop = Loop.start(Kernel.host(), LoopOptions.named("hooked"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> loop.close(Duration.ofSeconds(5))));
        LoopReport report = loop.close(PATIENCE);
        assertEquals(report, loop.close(Duration.ofSeconds(5))); // as the hook will do
    }

    @Test
    void a_pool_waits_for_what_holds_a_thread() throws Exception {
        with(
                _ -> {
                    String zone = BlockingPool.shared().call(() -> ZoneId.systemDefault().getId());
                    assertFalse(zone.isEmpty());
                });
    }

    @Test
    void who_holds_the_loop_is_told_with_a_stack() {
        List<String> reports = new CopyOnWriteArrayList<>();
        LoopOptions options =
                LoopOptions.development("strict")
                        .withHeldListener(held -> reports.add(held.thread() + " " + held.stack()));
        try (Loop loop = Loop.start(Kernel.host(), options)) {
            long until = System.nanoTime() + PATIENCE.toNanos();
            loop.execute(
                    () -> {
                        while (reports.isEmpty() && System.nanoTime() < until) {
                            Thread.onSpinWait();
                        }
                    });
            assertEquals(1, loop.fork(() -> 1).join(PATIENCE));
        }
        assertTrue(reports.getFirst().contains("GuideTest"), reports::toString);
    }

    @Test
    void a_computation_gives_way() throws Exception {
        with(
                _ -> {
                    long sum = 0;
                    for (int at = 0; at < 100_000; at++) {
                        sum += at;
                        if (at % 10_000 == 0) {
                            Task.snooze();
                        }
                    }
                    Task.sleep(Duration.ofMillis(1));
                    assertEquals(4_999_950_000L, sum);
                });
    }

    @Test
    void options_for_much_work() {
        LoopOptions options = LoopOptions.throughput("bulk").withRunsPerTurn(256);
        assertEquals(256, options.runsPerTurn());
    }

    @Test
    void many_connections_share_buffers_and_small_writes_go_together() throws Exception {
        with(
                loop -> {
                    Pair<StreamSocket> pair = StreamSocket.pair(loop);
                    Span first = Span.of(OwnedBuffer.copying("first ".getBytes(UTF_8)));
                    Span second = Span.of(OwnedBuffer.copying("second".getBytes(UTF_8)));
                    queue(pair.first(), first, second);
                    pair.first().shutdownOutput();
                    assertEquals(12, received(loop, pair.second()));
                    first.buffer().close();
                    second.buffer().close();
                    pair.close();
                });
    }

    private static void queue(StreamSocket socket, Span first, Span second) {
        SendQueue queue = new SendQueue(socket, 1 << 20);
        queue.add(first);
        queue.add(second);
        queue.flush();
    }

    private static long received(Loop loop, StreamSocket socket) {
        long bytes = 0;
        try (ReceiveBuffers buffers = ReceiveBuffers.open(loop, 4, 256, 4096);
                Incoming<Received> pieces = socket.receiveEach(buffers, 8)) {
            for (Received each : pieces) {
                bytes += each.length();
                each.close();
            }
        }
        return bytes;
    }

    @Test
    void a_large_file_is_read_past_the_page_cache(@TempDir Path folder) throws Exception {
        with(loop -> assertEquals(64 << 10, direct(FileSystem.on(loop), folder)));
    }

    private static int direct(FileSystem files, Path folder) throws IOException {
        int count;
        Path path = Files.createFile(folder.resolve("large"));
        try (File file = files.open(path, OpenOptions.updating().direct());
                OwnedBuffer block = OwnedBuffer.allocate(64 << 10, 4096)) {
            file.writeAllAt(0, Span.of(block));
            count = file.readAt(0, block);
        }
        assertArrayEquals(new byte[64 << 10], Files.readAllBytes(path));
        return count;
    }
}
