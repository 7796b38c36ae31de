package dev.ringmark.runtime.net;

import dev.ringmark.runtime.op.Connect;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.Receive;
import dev.ringmark.runtime.op.Send;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A connection that keeps the borders of messages: SOCK_SEQPACKET of unix(7).
public final class PacketSocket extends DataSocket {

    PacketSocket(Loop loop, int fd) {
        super(loop, fd, "packet socket");
    }

    /// Connects to a path.
    public static PacketSocket connect(
            Loop loop, UnixDomainSocketAddress address, @Nullable Duration time) {
        PacketSocket socket = new PacketSocket(loop, open(loop, domainOf(address), Type.PACKETS));
        try {
            socket.ask(Connect.of(socket.file, address), time);
            return socket;
        } catch (RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /// Two connected sockets (socketpair(2)).
    public static Pair<PacketSocket> pair(Loop loop) {
        return Pair.of(openPair(loop, Type.PACKETS), fd -> new PacketSocket(loop, fd), loop);
    }

    /// Sends a message, whole.
    public void send(Span message, @Nullable Duration time) {
        move(Send.to(file, message), PollEvent.OUT, time);
    }

    /// Receives the next message. What does not fit is lost; [#receiveMessage] says whether that
    /// was so.
    ///
    /// @return its length; 0 at the end, so messages should not be empty
    public int receive(Span into, @Nullable Duration time) {
        return move(Receive.from(file, into), PollEvent.IN, time).bytes();
    }
}
