package dev.ringmark.runtime.net;

import dev.ringmark.runtime.op.Addresses;
import dev.ringmark.runtime.op.Connect;
import dev.ringmark.runtime.op.ControlMessage;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Receive;
import dev.ringmark.runtime.op.ReceivedMessage;
import dev.ringmark.runtime.op.Send;
import dev.ringmark.runtime.op.SendMessage;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A socket for datagrams: UDP, or Unix ones.
public final class DatagramSocket extends DataSocket {

    private static final int SEGMENTS_MAX = 64; // UDP_MAX_SEGMENTS of linux/udp.h before 6.10: 64

    private final SocketDomain domain;

    private DatagramSocket(Loop loop, SocketDomain domain, int fd) {
        super(loop, fd, "datagram socket");
        this.domain = domain;
    }

    /// A socket that has an address.
    ///
    /// @param address an Inet or Unix address; port 0 for any port. One for `::` takes IPv4 too,
    ///     unless [SocketOption#V6_ONLY] is among the settings
    public static DatagramSocket bind(
            Loop loop, SocketAddress address, SocketOption.Setting<?>... settings) {
        DatagramSocket socket = unbound(loop, domainOf(address), settings);
        try {
            socket.bindTo(address);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// A socket that has no address until it sends.
    public static DatagramSocket unbound(
            Loop loop, SocketDomain domain, SocketOption.Setting<?>... settings) {
        DatagramSocket socket = new DatagramSocket(loop, domain, open(loop, domain, Type.DATAGRAM));
        try {
            socket.apply(settings);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Two Unix sockets, connected (socketpair(2)).
    public static Pair<DatagramSocket> pair(Loop loop) {
        return Pair.of(
                openPair(loop, Type.DATAGRAM),
                fd -> new DatagramSocket(loop, SocketDomain.UNIX, fd),
                loop);
    }

    /// Sends to this address from now on, and receives from no other.
    public void connect(SocketAddress address) {
        ask(Connect.of(file, known(address)), null);
    }

    /// Sends a datagram to the address it is connected to.
    public void send(Span datagram, @Nullable Duration time) {
        move(Send.to(file, datagram), PollEvent.OUT, time);
    }

    /// Sends a datagram to an address.
    public void sendTo(SocketAddress address, Span datagram, @Nullable Duration time) {
        move(message(address, datagram), PollEvent.OUT, time);
    }

    /// Sends as many datagrams as data makes of one size, with one request: the kernel, or the
    /// network card, cuts them (UDP_SEGMENT, since 4.18).
    ///
    /// @param segmentSize of each in bytes, but for the last; 1 to 65535, and at most 64 of them
    public void sendSegments(
            SocketAddress address, Span data, int segmentSize, @Nullable Duration time) {
        ControlMessage.SegmentSize size = new ControlMessage.SegmentSize(segmentSize);
        int count = Math.ceilDiv(data.length(), segmentSize);
        if (count > SEGMENTS_MAX) {
            throw new IllegalArgumentException(
                    "segmentSize: "
                            + segmentSize
                            + " makes "
                            + count
                            + " datagrams of "
                            + data.length()
                            + " bytes, expected at most "
                            + SEGMENTS_MAX);
        }
        move(message(address, data).carrying(List.of(size)), PollEvent.OUT, time);
    }

    /// Receives a datagram. What does not fit is lost; [#receiveFrom] says whether that was so.
    ///
    /// @return its length
    public int receive(Span into, @Nullable Duration time) {
        return move(Receive.from(file, into), PollEvent.IN, time).bytes();
    }

    /// Receives a datagram, and says who sent it; with [SocketOption#UDP_GRO], perhaps several of
    /// one size ([ReceivedMessage#segmentSize()]).
    public ReceivedMessage receiveFrom(Span into, @Nullable Duration time) {
        return receiveMessage(List.of(into), ControlMessage.sizeFor(Long.BYTES), time);
    }

    private SendMessage message(SocketAddress address, Span datagram) {
        return SendMessage.to(file, known(address), List.of(datagram));
    }

    /// The address as this socket's network knows it.
    private SocketAddress known(SocketAddress address) {
        domainOf(address);
        return domain == SocketDomain.INET6 ? Addresses.mapped(address) : address;
    }
}
