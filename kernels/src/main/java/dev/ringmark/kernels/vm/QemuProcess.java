package dev.ringmark.kernels.vm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ringmark.kernels.image.HostException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An emulator that lives no longer than this process does, and its four serial lines.
final class QemuProcess implements AutoCloseable {
    /* Between us and the emulator stands a shell. Its standard input is a pipe from us, on which a
    second shell waits: a line means "end it", and the end of the pipe means that we are gone,
    however that came about (SIGKILL too), and that the VM's folder is left to it. The first shell
    waits for the emulator and passes its status on, then ends the second one; which therefore
    removes the folder first. */
    private static final String KEEPER =
            """
            folder=$1 terminal=$2
            shift 2
            exec 3<&0
            if [ "$terminal" = terminal ]; then
                saved=$(stty -g </dev/tty)
                "$@" 3<&- </dev/tty >/dev/tty &
            else
                "$@" 3<&- </dev/null &
            fi
            emulator=$!
            (
                trap '' INT
                read -r _ <&3 || rm -rf "$folder"
                kill -9 $emulator
            ) &
            keeper=$!
            exec 3<&-
            wait $emulator
            status=$?
            kill -9 $keeper
            [ "$terminal" != terminal ] || stty "$saved" </dev/tty
            exit $status
            """;

    private static final int EVENTS_MAX = 256;
    private static final int CHUNK_BYTES = 8192;
    private static final int END_TIME_S_MAX = 10;
    private static final int WORDS_BYTES_MAX = 4000;

    /// Something that the emulator did.
    sealed interface Event {
        /// Bytes came on a line.
        @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
        record Bytes(int line, byte[] bytes) implements Event {}

        /// A line was closed: the emulator is ending.
        record Closed(int line) implements Event {}
    }

    private final Path folder;
    private final Process process;
    private final CompletableFuture<Void> ended;
    private final int lines;
    private final BlockingQueue<Event> events = new ArrayBlockingQueue<>(EVENTS_MAX);
    private final List<ServerSocketChannel> servers = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    /// Starts the emulator.
    ///
    /// @param shell whether line 1 is this process' terminal instead
    QemuProcess(Path folder, List<String> command, boolean shell) {
        this.folder = folder;
        this.lines = shell ? QemuCommand.LINES - 1 : QemuCommand.LINES;
        List<String> words = new ArrayList<>(List.of("sh", "-c", KEEPER, "sh"));
        words.addAll(List.of(folder.toString(), shell ? "terminal" : "lines"));
        words.addAll(command);
        try {
            for (int line = 0; line < QemuCommand.LINES; line++) {
                if (!shell || line != 1) {
                    listen(line);
                }
            }
            process =
                    new ProcessBuilder(words)
                            .redirectErrorStream(true)
                            .redirectOutput(VmFolder.log(folder).toFile())
                            .start();
        } catch (IOException e) {
            closeServers();
            throw new HostException("cannot start the emulator: " + e.getMessage(), e);
        }
        ended = process.onExit().thenRun(this::closeServers);
    }

    private void listen(int line) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        servers.add(server);
        server.bind(UnixDomainSocketAddress.of(VmFolder.socket(folder, line)));
        readers.add(
                Thread.ofPlatform()
                        .daemon()
                        .name("vm-line" + line)
                        .start(() -> read(server, line)));
    }

    private void read(ServerSocketChannel server, int line) {
        try {
            try (SocketChannel channel = server.accept()) {
                ByteBuffer buffer = ByteBuffer.allocate(CHUNK_BYTES);
                while (channel.read(buffer) >= 0) {
                    events.put(
                            new Event.Bytes(
                                    line, Arrays.copyOf(buffer.array(), buffer.position())));
                    buffer.clear();
                }
            } catch (IOException _) {
                // The emulator died before it called, or while it spoke: what came, came.
                events.put(new Event.Closed(line));
                return;
            }
            events.put(new Event.Closed(line));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// The next thing it does, or nothing within that time.
    @Nullable Event next(long timeNsMax) throws InterruptedException {
        return events.poll(timeNsMax, TimeUnit.NANOSECONDS);
    }

    /// How many lines will be closed.
    int lines() {
        return lines;
    }

    /// Ends it now.
    void kill() {
        try {
            OutputStream keeper = process.getOutputStream();
            keeper.write('\n');
            keeper.flush();
        } catch (IOException _) {
            process.destroy(); // it has ended by itself
        }
    }

    /// Its exit status, as a shell gives it: 128 and more is a signal.
    int status() throws InterruptedException {
        if (!process.waitFor(END_TIME_S_MAX, TimeUnit.SECONDS)) {
            kill();
            process.waitFor(END_TIME_S_MAX, TimeUnit.SECONDS);
        }
        if (!process.isAlive()) {
            ended.join(); // an emulator that never called leaves nobody waiting for its call
        }
        return process.isAlive() ? -1 : process.exitValue();
    }

    /// What it wrote to its own output, the end of it.
    String words() throws IOException {
        byte[] all = Files.readAllBytes(VmFolder.log(folder));
        int from = Math.max(0, all.length - WORDS_BYTES_MAX);
        return new String(all, from, all.length - from, UTF_8).strip();
    }

    @Override
    public void close() {
        kill();
        closeServers();
        readers.forEach(Thread::interrupt);
        try {
            status();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeServers() {
        for (ServerSocketChannel server : servers) {
            try {
                server.close();
            } catch (IOException e) {
                throw new HostException("cannot close a socket: " + e.getMessage(), e);
            }
        }
    }
}
