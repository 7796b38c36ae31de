package dev.ringmark.runtime.io;

import dev.ringmark.runtime.buffer.OwnedBuffer;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.TaskException;
import java.nio.ByteBuffer;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/// The sending side of a [TlsStream]: records on their way out. One thread at a time.
final class TlsOutput {

    /// How many records one write to the connection has at most.
    private static final int RECORDS_MAX = 2;

    private final TlsStream stream;
    private final Sink transport;
    private final SSLEngine engine;
    private final int recordSize;
    private final HeldBuffer wire;

    /// Records up to the position, of which the first `sent` bytes are written.
    private final ByteBuffer records;

    private int sent;
    private volatile boolean hasRest;

    TlsOutput(TlsStream stream, Sink transport, SSLEngine engine, int recordSize) {
        this.stream = stream;
        this.transport = transport;
        this.engine = engine;
        this.recordSize = recordSize;
        wire = new HeldBuffer(stream, (long) RECORDS_MAX * recordSize);
        records = wire.take().view().asByteBuffer();
        wire.leave();
    }

    /// Whether a write that was ended has left records.
    boolean hasRest() {
        return hasRest;
    }

    /// Writes the records that there are.
    void flush() {
        OwnedBuffer buffer = wire.take();
        try {
            flush(buffer);
        } finally {
            wire.leave();
        }
    }

    /// Writes what fits into a few records. Once the engine has taken data the connection depends
    /// on its being sent, so a wait that is ended then is told to the next.
    int write(List<Span> from) {
        OwnedBuffer buffer = wire.take();
        try {
            int count = wrap(from);
            try {
                flush(buffer);
            } catch (TaskException.TimedOut | TaskException.Cancelled _) {
                return count; // the reason stays, and ends the next wait
            } catch (TaskException.Interrupted _) {
                Thread.currentThread().interrupt();
            }
            return count;
        } catch (SSLException e) {
            throw stream.fail("write", e);
        } finally {
            wire.leave();
        }
    }

    /// Says what the engine has to say by itself.
    void wrapHandshake() {
        OwnedBuffer buffer = wire.take();
        try {
            do {
                SSLEngineResult result = engine.wrap(TlsStream.nothing(), records);
                if (result.bytesProduced() == 0) {
                    break;
                }
            } while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && hasRoom());
            flush(buffer);
        } catch (SSLException e) {
            throw stream.fail("handshake", e);
        } finally {
            wire.leave();
        }
    }

    /// Says that nothing more is sent.
    void closeNotify() {
        OwnedBuffer buffer = wire.take();
        try {
            flush(buffer);
            engine.closeOutbound();
            sayRest(buffer);
        } catch (SSLException e) {
            throw stream.fail("close_notify", e);
        } finally {
            wire.leave();
        }
    }

    /// Says why the connection ends, if the engine has anything to say.
    void sendAlert() {
        OwnedBuffer buffer = wire.take();
        try {
            flush(buffer);
            engine.closeOutbound();
            sayRest(buffer);
        } catch (SSLException e) {
            throw new TlsException("alert", e);
        } finally {
            wire.leave();
        }
    }

    void close() {
        wire.close();
    }

    private int wrap(List<Span> from) throws SSLException {
        ByteBuffer[] sources = new ByteBuffer[from.size()];
        for (int at = 0; at < sources.length; at++) {
            Span each = from.get(at);
            sources[at] = each.buffer().view(each.start(), each.length()).asByteBuffer();
        }
        int count = 0;
        while (hasRoom() && sources[sources.length - 1].hasRemaining()) {
            SSLEngineResult result = engine.wrap(sources, records);
            count += result.bytesConsumed();
            if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                throw new TaskException.Closed(stream + ": the output was shut down");
            }
            if (result.bytesProduced() == 0) {
                break;
            }
        }
        return count;
    }

    private void sayRest(OwnedBuffer buffer) throws SSLException {
        while (!engine.isOutboundDone()) {
            if (!hasRoom()) {
                flush(buffer);
            }
            if (engine.wrap(TlsStream.nothing(), records).bytesProduced() == 0) {
                break;
            }
        }
        flush(buffer);
    }

    private boolean hasRoom() {
        return records.remaining() >= recordSize;
    }

    private void flush(OwnedBuffer buffer) {
        hasRest = records.position() > 0;
        while (sent < records.position()) {
            sent += transport.write(new Span(buffer, sent, records.position() - sent));
        }
        sent = 0;
        records.clear();
        hasRest = false;
    }
}
