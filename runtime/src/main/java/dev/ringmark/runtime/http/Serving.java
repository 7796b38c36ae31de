package dev.ringmark.runtime.http;

import com.sun.net.httpserver.HttpsConfigurator;
import dev.ringmark.runtime.io.TlsStream;
import dev.ringmark.runtime.kernel.Kernel;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.net.Incoming;
import dev.ringmark.runtime.net.Listener;
import dev.ringmark.runtime.net.SocketOption;
import dev.ringmark.runtime.net.StreamSocket;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.task.LoopOptions;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import dev.ringmark.runtime.uapi.Errno;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// What the two kinds of server have in common: the listener, the connections, and the end.
final class Serving {

    private static final Logger LOGGER = System.getLogger(Serving.class.getName());
    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final @Nullable Loop givenLoop;
    private final HttpLimits limits;
    private final Contexts contexts = new Contexts();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final ConnectionBuffers buffers;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicInteger active = new AtomicInteger();
    private volatile CompletableFuture<String> room = new CompletableFuture<>();
    private volatile CompletableFuture<String> idle = new CompletableFuture<>();
    private @Nullable Loop loop;
    private @Nullable Listener<StreamSocket> listener;
    private @Nullable Incoming<StreamSocket> incoming;
    private @Nullable InetSocketAddress address;
    private volatile @Nullable Executor executor;
    private volatile @Nullable HttpsConfigurator configurator;
    private boolean isStarted;
    private volatile boolean isStopping;
    private volatile boolean isAborted;

    /// @param givenLoop null for one of its own, which ends with it
    Serving(@Nullable Loop givenLoop, HttpLimits limits) {
        this.givenLoop = givenLoop;
        this.limits = limits;
        buffers = new ConnectionBuffers(limits.connectionsMax());
    }

    ConnectionBuffers buffers() {
        return buffers;
    }

    /// @param backlog 0 or less for the library's default
    synchronized void bind(InetSocketAddress wanted, int backlog) throws IOException {
        if (listener != null) {
            throw new BindException("the server is bound to " + address);
        }
        try {
            Loop on = givenLoop;
            if (on == null) {
                on = Loop.start(Kernel.host(), LoopOptions.named("http"));
            }
            loop = on;
            Listener<StreamSocket> made =
                    backlog > 0
                            ? Listener.listen(on, wanted, backlog)
                            : Listener.listen(on, wanted);
            address = (InetSocketAddress) made.localAddress();
            listener = made;
        } catch (RingException e) {
            endOwnLoop();
            boolean isTaken =
                    e.result() == Errno.EADDRINUSE.negative()
                            || e.result() == Errno.EADDRNOTAVAIL.negative()
                            || e.result() == Errno.EACCES.negative();
            IOException refused =
                    isTaken ? new BindException(e.getMessage()) : new IOException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    synchronized void start() {
        Listener<StreamSocket> bound = listener;
        Loop on = loop;
        if (bound == null || on == null || isStarted || isStopping) {
            throw new IllegalStateException("server in wrong state");
        }
        isStarted = true;
        Thread.ofPlatform().name("http-server").daemon(false).start(this::stayAlive);
        Incoming<StreamSocket> each = bound.acceptEach();
        incoming = each;
        Task<String> _ = on.fork("http-accept", () -> accept(on, each));
    }

    synchronized @Nullable InetSocketAddress address() {
        return address;
    }

    void stop(Duration delay) {
        Incoming<StreamSocket> accepting;
        Listener<StreamSocket> bound;
        synchronized (this) {
            if (isStopping) {
                return;
            }
            isStopping = true;
            stopped.countDown();
            accepting = incoming;
            bound = listener;
        }
        if (accepting != null) {
            accepting.close();
        }
        if (bound != null) {
            bound.close();
        }
        connections.forEach(Connection::closeIfIdle);
        awaitIdle(delay);
        isAborted = true;
        connections.forEach(Connection::abort);
        buffers.close();
        endOwnLoop();
    }

    synchronized void setExecutor(@Nullable Executor newExecutor) {
        requireNotStarted();
        executor = newExecutor;
    }

    @Nullable Executor executor() {
        return executor;
    }

    synchronized void setConfigurator(HttpsConfigurator newConfigurator) {
        requireNotStarted();
        configurator = newConfigurator;
    }

    @Nullable HttpsConfigurator configurator() {
        return configurator;
    }

    Contexts contexts() {
        return contexts;
    }

    HttpLimits limits() {
        return limits;
    }

    boolean isStopping() {
        return isStopping;
    }

    /// Whether the time for exchanges to end is over, too.
    boolean isAborted() {
        return isAborted;
    }

    /// An exchange has begun.
    void began() {
        active.incrementAndGet();
    }

    void ended() {
        if (active.decrementAndGet() == 0 && isStopping) {
            idle.complete("");
        }
    }

    void left(Connection connection) {
        connections.remove(connection);
        room.complete("");
    }

    private void requireNotStarted() {
        if (isStarted) {
            throw new IllegalStateException("server already started");
        }
    }

    private String accept(Loop on, Incoming<StreamSocket> each) {
        while (!isStopping) {
            try {
                awaitRoom();
                StreamSocket socket = each.next(null);
                if (socket == null) {
                    break;
                }
                serve(on, socket);
            } catch (TaskException e) {
                break; // it is stopped
            } catch (RingException e) {
                LOGGER.log(Level.ERROR, "the server accepts no more connections", e);
                break;
            }
        }
        each.close();
        return "";
    }

    private void serve(Loop on, StreamSocket socket) {
        Connection connection;
        try {
            socket.set(SocketOption.NO_DELAY, true);
            connection = new Connection(this, socket, tls(socket));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "a connection cannot be served", e);
            socket.close();
            return;
        }
        connections.add(connection);
        if (isStopping) {
            connection.abort();
        }
        try {
            Task<String> _ =
                    on.fork(
                            "http-connection",
                            () -> {
                                connection.run();
                                return "";
                            });
        } catch (TaskException.Closed e) {
            LOGGER.log(Level.DEBUG, "a connection came as the loop ended", e);
            connection.run(); // which finds the loop closed, and ends
        }
    }

    private @Nullable TlsStream tls(StreamSocket socket) {
        HttpsConfigurator current = configurator;
        return current == null
                ? null
                : TlsStream.over(socket, Configured.engine(current, socket.peerAddress()));
    }

    private void awaitRoom() {
        while (connections.size() >= limits.connectionsMax()) {
            CompletableFuture<String> word = new CompletableFuture<>();
            room = word;
            if (connections.size() >= limits.connectionsMax()) {
                Task.await(word, null);
            }
        }
    }

    private void awaitIdle(Duration delay) {
        CompletableFuture<String> word = new CompletableFuture<>();
        idle = word;
        if (active.get() == 0) {
            return;
        }
        try {
            Task.await(word, delay);
        } catch (TaskException e) {
            LOGGER.log(Level.DEBUG, "exchanges were cut by the stop of the server", e);
        }
    }

    /// Keeps the process alive for as long as the server is not stopped, as the JDK's does.
    private void stayAlive() {
        try {
            stopped.await();
        } catch (InterruptedException _) {
            LOGGER.log(Level.DEBUG, "nothing keeps the process alive any more");
        }
    }

    private void endOwnLoop() {
        Loop on = loop;
        if (on == null || givenLoop != null) {
            return;
        }
        Thread closing =
                Thread.ofPlatform()
                        .name("http-stop")
                        .daemon(true)
                        .start(() -> on.close(CLOSE_TIME));
        try {
            if (!Thread.currentThread().isVirtual()) {
                closing.join(CLOSE_TIME);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
