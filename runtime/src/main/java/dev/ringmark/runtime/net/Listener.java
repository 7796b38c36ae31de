package dev.ringmark.runtime.net;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.op.Accept;
import dev.ringmark.runtime.op.AcceptEach;
import dev.ringmark.runtime.op.Listen;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.task.Loop;
import dev.ringmark.runtime.uapi.Errno;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/// A socket that accepts connections.
///
/// ```
/// try (Listener<StreamSocket> listener = Listener.listen(loop, address);
///         Incoming<StreamSocket> connections = listener.acceptEach()) {
///     for (StreamSocket each : connections) {
///         loop.fork(() -> serve(each));
///     }
/// }
/// ```
///
/// A process that may have no more files (-EMFILE) gets no connection until it has closed some;
/// they wait in the backlog meanwhile, and the listener goes on.
///
/// @param <S> what a connection is
public final class Listener<S extends DataSocket> extends Socket {

    /// What a new connection becomes.
    private interface Maker<S> {
        S make(Loop loop, int fd);
    }

    /// How many connections may wait when nothing else is said; the kernel takes no more than
    /// net.core.somaxconn (4,096 since 5.4).
    private static final int BACKLOG = 4096;

    /// How many connections are accepted ahead by [#acceptEach()].
    private static final int CREDIT = 256;

    private static final int F_DUPFD_CLOEXEC = 1030;

    private final Maker<S> maker;

    private Listener(Loop loop, int fd, Maker<S> maker) {
        super(loop, fd, "listener");
        this.maker = maker;
    }

    /// Listens for connections, TCP or Unix streams.
    ///
    /// @param address an Inet or Unix address; port 0 for any port ([#localAddress()] tells which).
    ///     One for `::` takes IPv4 too, unless [SocketOption#V6_ONLY] is among the settings. Of
    ///     an Inet listener, [SocketOption#REUSE_ADDRESS] is set
    public static Listener<StreamSocket> listen(
            Loop loop, SocketAddress address, SocketOption.Setting<?>... settings) {
        return listen(loop, address, BACKLOG, settings);
    }

    /// The same, with room for a number of connections that wait.
    ///
    /// @param backlog 0 or more
    public static Listener<StreamSocket> listen(
            Loop loop, SocketAddress address, int backlog, SocketOption.Setting<?>... settings) {
        return open(loop, address, backlog, Type.STREAM, StreamSocket::new, settings);
    }

    /// Listens on a port of all addresses of the machine, IPv6 and IPv4; IPv4 alone where there is
    /// no IPv6.
    ///
    /// @param port 0 for any
    public static Listener<StreamSocket> onPort(
            Loop loop, int port, SocketOption.Setting<?>... settings) {
        try {
            return listen(loop, new InetSocketAddress(any(16), port), settings);
        } catch (RingException e) {
            boolean hasIpv6 =
                    e.result() != Errno.EAFNOSUPPORT.negative()
                            && e.result() != Errno.EADDRNOTAVAIL.negative();
            if (hasIpv6) {
                throw e;
            }
            return listen(loop, new InetSocketAddress(any(4), port), settings);
        }
    }

    private static InetAddress any(int length) {
        try {
            return InetAddress.getByAddress(new byte[length]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of " + length + " bytes", e);
        }
    }

    /// Listens for connections that keep the borders of messages (SOCK_SEQPACKET).
    public static Listener<PacketSocket> listenForPackets(
            Loop loop, UnixDomainSocketAddress address) {
        return open(loop, address, BACKLOG, Type.PACKETS, PacketSocket::new);
    }

    private static <S extends DataSocket> Listener<S> open(
            Loop loop,
            SocketAddress address,
            int backlog,
            Type type,
            Maker<S> maker,
            SocketOption.Setting<?>... settings) {
        SocketDomain domain = domainOf(address);
        Listener<S> listener = new Listener<>(loop, open(loop, domain, type), maker);
        try {
            if (domain != SocketDomain.UNIX) {
                listener.set(SocketOption.REUSE_ADDRESS, true);
            }
            listener.apply(settings);
            listener.bindTo(address);
            listener.begin(backlog);
            return listener;
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /// Listens: by the ring, or by listen(2) before 6.11.
    private void begin(int backlog) {
        try {
            ask(Listen.of(file, backlog), null);
        } catch (RingException e) {
            if (!isUnknown(e)) {
                throw e;
            }
            require("listen", loop.kernel().calls().listen(number(), backlog));
        }
    }

    /// The next connection.
    ///
    /// @param time null for as long as the scopes around it allow
    /// @throws RingException -EMFILE or -ENFILE when there are too many files open: the connection
    ///     waits on, and the next call may get it
    public S accept(@Nullable Duration time) {
        return maker.make(loop, move(Accept.on(file), PollEvent.IN, time).number());
    }

    /// The next connection, for another loop: it is that one's from the start.
    ///
    /// @param owner whose it will be
    /// @param time as [#accept(Duration)]
    public S accept(Loop owner, @Nullable Duration time) {
        return maker.make(owner, move(Accept.on(file), PollEvent.IN, time).number());
    }

    /// A second listener on the same socket, for another loop or another runtime: a connection
    /// goes to whichever has asked first, and the socket listens until both are closed. So one
    /// takes over from another, and nobody who connects is refused (docs/shards.md).
    ///
    /// @param owner whose it will be
    /// @throws RingException -EMFILE when there are too many files open
    public Listener<S> duplicate(Loop owner) {
        int fd = loop.kernel().calls().fcntl(number(), F_DUPFD_CLOEXEC, 0);
        require("fcntl(F_DUPFD_CLOEXEC)", fd);
        return new Listener<>(owner, fd, maker);
    }

    /// Every connection from now on, by one request of the kernel's (multishot, since 5.19), and up
    /// to 256 of them ahead. Closing it ends the request and closes those that nobody has taken;
    /// the listener itself stays open.
    public Incoming<S> acceptEach() {
        return Incoming.accept(this, AcceptEach.on(file), CREDIT, this::made);
    }

    /// A connection for whoever takes it; none when the loop ends right now, which closes the fd.
    private List<S> made(int fd) {
        try {
            return List.of(maker.make(loop, fd));
        } catch (IllegalStateException _) {
            return List.of();
        }
    }
}
