package dev.ringmark.runtime.io;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Scope;
import dev.ringmark.runtime.task.Task;
import dev.ringmark.runtime.task.TaskException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// TLS over any duplex, by an engine of the JDK.
///
/// The handshake is made by [#handshake()], or by the first read or write. The end of the stream is
/// the other side's close_notify and nothing else: a connection that just ends is reported as
/// [UnexpectedEndException], for somebody may have cut it. Renegotiation (TLS 1.2 and before) is
/// refused, and ends the connection. Sessions are resumed by the [SSLContext], for clients that are
/// made with the same host and port.
///
/// One thread may read while another one writes. A wait that is ended during the handshake or
/// between two records leaves the connection as it was.
public final class TlsStream implements Duplex {

    /* The engine has an order of its own for what is wrapped and for what is unwrapped. Unwrapping
     * is the reader's; wrapping is done under the lock `writing`, by the writer, or by the reader
     * where a message of the other side wants an answer. If the writer has the lock then, it is
     * left to him: the engine puts what it has to say before his next record. The handshake needs
     * both; who makes it is settled by the future in `handshaking`.
     */

    private static final Logger LOGGER = System.getLogger(TlsStream.class.getName());

    /// How long a close waits for the other side to take the close_notify.
    private static final Duration CLOSE_TIME = Duration.ofSeconds(1);

    private final Duplex transport;
    private final SSLEngine engine;
    private final TlsTasks tasks;
    private final TlsInput input;
    private final TlsOutput output;
    private final ReentrantLock writing = new ReentrantLock();
    private final AtomicReference<@Nullable CompletableFuture<String>> handshaking =
            new AtomicReference<>();
    private volatile boolean isEstablished;
    private volatile @Nullable TlsException failure;
    private volatile boolean isClosed;

    private TlsStream(Duplex transport, SSLEngine engine) {
        this.transport = transport;
        this.engine = engine;
        int recordSize = engine.getSession().getPacketBufferSize();
        tasks = new TlsTasks(engine);
        input = new TlsInput(this, transport, engine, tasks, recordSize);
        output = new TlsOutput(this, transport, engine, recordSize);
    }

    /// The client's side of a connection. The server has to prove that it is the host.
    ///
    /// @param protocols of the application, by ALPN, the first is preferred; none for no ALPN
    public static TlsStream client(
            Duplex transport, SSLContext context, String host, int port, String... protocols) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        return over(transport, engine);
    }

    /// The server's side of a connection.
    ///
    /// @param protocols of the application, by ALPN, the first is preferred; none for no ALPN
    public static TlsStream server(Duplex transport, SSLContext context, String... protocols) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        engine.setSSLParameters(parameters);
        return over(transport, engine);
    }

    /// With an engine that is set up, and was not used yet.
    public static TlsStream over(Duplex transport, SSLEngine engine) {
        return new TlsStream(transport, engine);
    }

    /// Makes the handshake, unless that is done.
    ///
    /// @throws TlsException when the two sides do not come together
    public void handshake() {
        while (!isEstablished) {
            CompletableFuture<String> mine = new CompletableFuture<>();
            CompletableFuture<String> others = handshaking.compareAndExchange(null, mine);
            if (others != null) {
                Task.await(others, null);
                continue;
            }
            try {
                requireUsable();
                shakeHands();
                isEstablished = true;
            } finally {
                handshaking.set(null);
                mine.complete("");
            }
        }
    }

    /// The protocol that both sides have agreed upon, by ALPN; empty for none. Makes the handshake.
    public String applicationProtocol() {
        handshake();
        String protocol = engine.getApplicationProtocol();
        return protocol == null ? "" : protocol;
    }

    /// What was negotiated. Makes the handshake.
    public SSLSession session() {
        handshake();
        return engine.getSession();
    }

    @Override
    public int read(Span into) {
        handshake();
        return into.length() == 0 ? 0 : input.read(into);
    }

    @Override
    public int write(Span from) {
        return write(List.of(from));
    }

    @Override
    public int write(List<Span> from) {
        handshake();
        List<Span> parts = Spans.fitting(from);
        if (parts.isEmpty()) {
            return 0;
        }
        writing.lock();
        try {
            requireUsable();
            output.flush();
            return output.write(parts);
        } finally {
            writing.unlock();
        }
    }

    /// Says close_notify; waits until it is written.
    @Override
    public void shutdownOutput() {
        writing.lock();
        try {
            requireUsable();
            output.closeNotify();
        } finally {
            writing.unlock();
        }
    }

    /// Says close_notify if no write is under way, for which it waits a second at most, and closes
    /// the connection.
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        if (isEstablished && failure == null && writing.tryLock()) {
            try (Scope _ = Scope.open(CLOSE_TIME)) {
                output.closeNotify();
            } catch (RuntimeException e) {
                failure = failure == null ? asFailure("close", e) : failure;
            } finally {
                writing.unlock();
            }
        }
        transport.close();
        input.close();
        output.close();
    }

    @Override
    public String toString() {
        return "TLS over " + transport;
    }

    /// The reader: the engine has something to say, in answer to what came.
    void answer() {
        sayUnlessWriting(output::wrapHandshake);
    }

    /// The reader: sends what a write that was ended has left, which the other side may wait for.
    void flushRest() {
        if (output.hasRest()) {
            sayUnlessWriting(() -> {});
        }
    }

    /// A connection that takes nothing any more may still have something to be read, so that is
    /// left to the next write to tell.
    private void sayUnlessWriting(Runnable saying) {
        if (writing.tryLock()) {
            try {
                output.flush();
                saying.run();
            } catch (RingException e) {
                LOGGER.log(Level.DEBUG, "no answer is taken any more", e);
            } finally {
                writing.unlock();
            }
        }
    }

    /// Ends the connection because the engine has given it up; tells the other side why.
    TlsException fail(String what, SSLException e) {
        TlsException first = failure;
        TlsException now = first == null ? new TlsException(what + " of " + this, e) : first;
        failure = now;
        if (writing.tryLock()) {
            try (Scope _ = Scope.open(CLOSE_TIME)) {
                output.sendAlert();
            } catch (RuntimeException notSent) {
                now.addSuppressed(notSent);
            } finally {
                writing.unlock();
            }
        }
        transport.close();
        return now;
    }

    void requireUsable() {
        if (isClosed) {
            throw new TaskException.Closed(this + " is closed");
        }
        TlsException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private static TlsException asFailure(String what, RuntimeException e) {
        return new TlsException(what, new SSLException(e));
    }

    private void shakeHands() {
        writing.lock();
        try {
            if (engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
                engine.beginHandshake();
            }
            while (true) {
                output.flush();
                switch (engine.getHandshakeStatus()) {
                    case NEED_TASK -> tasks.run();
                    case NEED_WRAP -> output.wrapHandshake();
                    case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> input.unwrapHandshake();
                    case FINISHED, NOT_HANDSHAKING -> {
                        return;
                    }
                }
            }
        } catch (SSLException e) {
            throw fail("handshake", e);
        } finally {
            writing.unlock();
        }
    }

    /// An empty record, for steps that move no data.
    static ByteBuffer nothing() {
        return ByteBuffer.allocate(0);
    }
}
