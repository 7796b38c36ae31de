package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// The receiving side of a [TlsStream]: records that have come, and what was in them. One thread.
final class TlsInput {

    private final TlsStream stream;
    private final Source transport;
    private final SSLEngine engine;
    private final TlsTasks tasks;
    private final HeldBuffer wire;

    /// What has come and is not unwrapped, between position and limit.
    private final ByteBuffer records;

    /// What was unwrapped and nobody has read.
    private ByteBuffer plain;

    private boolean isEnded;

    TlsInput(TlsStream stream, Source transport, SSLEngine engine, TlsTasks tasks, int recordSize) {
        this.stream = stream;
        this.transport = transport;
        this.engine = engine;
        this.tasks = tasks;
        wire = new HeldBuffer(stream, recordSize);
        records = wire.take().view().asByteBuffer().limit(0);
        wire.leave();
        plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    }

    /// Reads what there is, once the handshake is made.
    int read(Span into) {
        OwnedBuffer buffer = wire.take();
        try {
            while (!plain.hasRemaining()) {
                if (isEnded) {
                    return -1;
                }
                stream.requireUsable();
                next(buffer);
            }
            int count = Math.min(into.length(), plain.remaining());
            ByteBuffer target = into.buffer().view(into.start(), count).asByteBuffer();
            target.put(0, plain, plain.position(), count);
            plain.position(plain.position() + count);
            return count;
        } catch (SSLException e) {
            throw stream.fail("read", e);
        } finally {
            wire.leave();
        }
    }

    /// A step of the handshake.
    void unwrapHandshake() throws SSLException {
        OwnedBuffer buffer = wire.take();
        try {
            unwrap(buffer);
        } finally {
            wire.leave();
        }
        if (isEnded) {
            throw new SSLException("the other side has closed the connection");
        }
    }

    void close() {
        wire.close();
    }

    /// A step after the handshake: data, a message to the engine, or the end.
    private void next(OwnedBuffer buffer) throws SSLException {
        SSLEngineResult result = unwrap(buffer);
        HandshakeStatus status = engine.getHandshakeStatus();
        boolean isAsked = status != HandshakeStatus.NOT_HANDSHAKING;
        if (isAsked && !isEnded && !isLater()) {
            throw new SSLException("renegotiation is refused");
        }
        if (status == HandshakeStatus.NEED_TASK) {
            tasks.run();
            status = engine.getHandshakeStatus();
        }
        if (status == HandshakeStatus.NEED_WRAP) {
            stream.answer();
        } else if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            stream.flushRest();
        }
    }

    /// TLS 1.3, where messages after the handshake are no renegotiation (RFC 8446, 4.6).
    private boolean isLater() {
        return engine.getSession().getProtocol().equals("TLSv1.3");
    }

    private SSLEngineResult unwrap(OwnedBuffer buffer) throws SSLException {
        plain.clear();
        SSLEngineResult result;
        try {
            result = engine.unwrap(records, plain);
        } finally {
            plain.flip();
        }
        switch (result.getStatus()) {
            case BUFFER_UNDERFLOW -> {
                stream.flushRest();
                fill(buffer);
            }
            case BUFFER_OVERFLOW ->
                    plain =
                            ByteBuffer.allocate(engine.getSession().getApplicationBufferSize())
                                    .limit(0);
            case CLOSED -> isEnded = true;
            case OK -> {}
        }
        return result;
    }

    private void fill(OwnedBuffer buffer) {
        records.compact();
        int count;
        try {
            count = transport.read(new Span(buffer, records.position(), records.remaining()));
            records.position(records.position() + Math.max(count, 0));
        } finally {
            records.flip();
        }
        if (count < 0) {
            throw new UnexpectedEndException(
                    stream + " ended without close_notify, somebody may have cut it");
        }
    }
}
