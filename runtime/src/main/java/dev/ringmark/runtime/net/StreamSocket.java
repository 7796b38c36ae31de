package dev.ringmark.runtime.net;

import dev.ringmark.runtime.io.Duplex;
import dev.ringmark.runtime.io.Progress;
import dev.ringmark.runtime.io.Spans;
import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Completed;
import dev.ringmark.runtime.op.Connect;
import dev.ringmark.runtime.op.Fd;
import dev.ringmark.runtime.op.Half;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Receive;
import dev.ringmark.runtime.op.ReceiveMessage;
import dev.ringmark.runtime.op.Send;
import dev.ringmark.runtime.op.SendMessage;
import dev.ringmark.runtime.op.SendZeroCopy;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.op.Transfer;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.uapi.CqeFlag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection: TCP, or a Unix stream.
///
/// ```
/// try (StreamSocket socket = StreamSocket.connect(loop, address, Duration.ofSeconds(5));
///         OwnedBuffer buffer = OwnedBuffer.allocate(4096)) {
///     socket.writeAll(request);
///     int count = socket.read(buffer); // -1 at the end
/// }
/// ```
public final class StreamSocket extends DataSocket implements Duplex {

    /// Whether the last receive has left nothing, so that the next one waits before it tries. Who
    /// receives writes it.
    private boolean isDrained;

    StreamSocket(Loop loop, int fd) {
        super(loop, fd, "stream socket");
    }

    /// Connects to an address. Nothing is left of an attempt that fails or is ended.
    ///
    /// @param address an Inet or Unix address
    /// @param time null for as long as the kernel tries (two minutes, tcp(7))
    /// @param settings what the socket gets before it connects
    public static StreamSocket connect(
            Loop loop,
            SocketAddress address,
            @Nullable Duration time,
            SocketOption.Setting<?>... settings) {
        StreamSocket socket = new StreamSocket(loop, open(loop, domainOf(address), Type.STREAM));
        try {
            socket.apply(settings);
            socket.ask(Connect.of(socket.file, address), time);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Connects to a name: to each of its addresses, in the resolver's order, until one answers.
    ///
    /// @param time for all of it
    /// @throws RingException what the last address has said
    public static StreamSocket connect(
            Loop loop,
            String host,
            int port,
            Resolver resolver,
            @Nullable Duration time,
            SocketOption.Setting<?>... settings) {
        long start = System.nanoTime();
        List<InetAddress> addresses = resolver.resolve(host, time);
        RingException last = null;
        for (InetAddress each : addresses) {
            Duration left = time == null ? null : left(time, start);
            try {
                return connect(loop, new InetSocketAddress(each, port), left, settings);
            } catch (RingException e) {
                if (last != null) {
                    e.addSuppressed(last);
                }
                last = e;
            }
        }
        throw last == null ? new UnknownNameException(host, "it has no addresses") : last;
    }

    private static Duration left(Duration time, long start) {
        Duration left = time.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// Two connected sockets (socketpair(2)).
    public static Pair<StreamSocket> pair(Loop loop) {
        return Pair.of(openPair(loop, Type.STREAM), fd -> new StreamSocket(loop, fd), loop);
    }

    /// Takes a connected socket that somebody else has made; whether it waits by itself
    /// (O_NONBLOCK) stays as it is.
    public static StreamSocket adopt(Loop loop, Fd<?> socket) {
        return new StreamSocket(loop, socket.number());
    }

    /// Receives what there is into a part of a buffer, and waits until there is at least one byte
    /// (RECV).
    ///
    /// @return how many bytes; -1 at the end; 0 for a part of length 0
    @Override
    public int read(Span into) {
        return read(into, null);
    }

    /// As [#read(Span)], for at most a time.
    public int read(Span into, @Nullable Duration time) {
        if (into.length() == 0) {
            return 0;
        }
        Receive receive = Receive.from(file, into);
        Completed<Transfer> done =
                moved(isDrained ? receive.pollFirst() : receive, PollEvent.IN, time);
        isDrained = (done.flags() & CqeFlag.SOCK_NONEMPTY.bits()) == 0;
        int count = done.take().bytes();
        return count == 0 ? -1 : count;
    }

    /// Receives what there is into several parts, each filled before the next (RECVMSG).
    @Override
    public int read(List<Span> into) {
        List<Span> parts = Spans.fitting(into);
        if (parts.isEmpty()) {
            return 0;
        }
        int count = move(ReceiveMessage.from(file, parts), PollEvent.IN, null);
        return count == 0 ? -1 : count;
    }

    /// Everything from now on, by one request of the kernel's (multishot, since 6.0) that takes its
    /// buffers from those of the loop: in several at once where the kernel can (bundles, since
    /// 6.10). Ends with null when the other side has ended the stream. Each piece has to be closed;
    /// closing the whole ends the request.
    ///
    /// @param buffers of the same loop
    /// @param piecesMax how many answers of the kernel's may be ahead of who takes them, 1 or more
    public Incoming<Received> receiveEach(ReceiveBuffers buffers, int piecesMax) {
        return Incoming.receive(this, buffers, piecesMax);
    }

    /// Sends as much of a part of a buffer as goes at once, and waits until that is something
    /// (SEND).
    ///
    /// @return how many bytes
    @Override
    public int write(Span from) {
        return from.length() == 0 ? 0 : move(Send.to(file, from), PollEvent.OUT, null).bytes();
    }

    /// Sends several parts with one request (SENDMSG), as much as goes at once.
    @Override
    public int write(List<Span> from) {
        List<Span> parts = Spans.fitting(from);
        return parts.isEmpty() ? 0 : move(SendMessage.to(file, parts), PollEvent.OUT, null);
    }

    /// Sends a part of a buffer whole, by as many requests as it takes: the kernel's own way to go
    /// on (MSG_WAITALL, since 5.19) forgets before 6.1 what went out before a cancel.
    @Override
    public void writeAll(Span from) {
        int sent = 0;
        try {
            while (sent < from.length()) {
                Send send = Send.to(file, Spans.from(from, sent));
                sent += move(send, PollEvent.OUT, null).bytes();
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, sent);
        }
    }

    /// Sends several parts whole, gathered into as few requests as can be (SENDMSG): 1,024 parts
    /// each.
    @Override
    public void writeAll(List<Span> from) {
        long sent = 0;
        List<Span> rest = Spans.from(from, 0);
        try {
            while (!rest.isEmpty()) {
                int count = move(SendMessage.to(file, Spans.fitting(rest)), PollEvent.OUT, null);
                sent += count;
                rest = Spans.from(rest, count);
            }
        } catch (RuntimeException e) {
            throw Progress.add(e, sent);
        }
    }

    /// Sends as much of a part of a buffer as goes at once, without copying it (SEND_ZC, since 6.0;
    /// copied before that, and over Unix sockets and loopback). Returns when the network has let go
    /// of the buffer, which takes a round trip: it pays for large parts, from some ten KiB on.
    ///
    /// @return how many bytes
    public int writeZeroCopy(Span from) {
        return from.length() == 0
                ? 0
                : move(SendZeroCopy.to(file, from), PollEvent.OUT, null).bytes();
    }

    /// Tells the other side that nothing more is sent: it reads to the end. Reading goes on.
    @Override
    public void shutdownOutput() {
        shutdown(Half.SEND);
    }
}
