package dev.ringmark.runtime.net;

import dev.ringmark.runtime.kernel.RingException;
import dev.ringmark.runtime.kernel.SystemCalls;
import dev.ringmark.runtime.op.ControlMessage;
import dev.ringmark.runtime.op.Half;
import dev.ringmark.runtime.op.PollEvent;
import dev.ringmark.runtime.op.ReceiveFrom;
import dev.ringmark.runtime.op.ReceivedMessage;
import dev.ringmark.runtime.op.SendMessage;
import dev.ringmark.runtime.op.Shutdown;
import dev.ringmark.runtime.op.SocketDomain;
import dev.ringmark.runtime.op.Span;
import dev.ringmark.runtime.task.Loop;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A socket that data goes through. One thread may receive while another one sends.
///
/// A part of a buffer that is given to a call is the kernel's for as long as the call takes, and
/// the whole buffer with it (docs/memory.md). A `time` is for one wait; null means for as long as
/// the scopes around it allow.
public abstract sealed class DataSocket extends Socket
        permits StreamSocket, PacketSocket, DatagramSocket {

    DataSocket(Loop loop, int fd, String name) {
        super(loop, fd, name);
    }

    /// Makes two connected sockets of the Unix kind.
    static int[] openPair(Loop loop, Type type) {
        int[] ends = new int[2];
        int cloexec = 0x80000; // SOCK_CLOEXEC
        int domain = SocketDomain.UNIX.number();
        SystemCalls calls = loop.kernel().calls();
        require(
                "socketpair(" + type + ")",
                calls.socketPair(domain, type.number | cloexec, 0, ends));
        return ends;
    }

    /// The address of the other side; of a Unix socket that has none, an empty path.
    ///
    /// @throws RingException -ENOTCONN when there is no other side
    public final SocketAddress peerAddress() {
        SystemCalls calls = loop.kernel().calls();
        return address("getpeername", memory -> calls.peerName(number(), memory));
    }

    /// Sends several parts and what travels beside them (SENDMSG), as one message where the socket
    /// has messages. On a stream, at least one byte has to go with control messages.
    ///
    /// @param control files, and what else there is; none too
    /// @return how many bytes were sent, on a stream perhaps fewer than there are
    public final int sendMessage(
            List<Span> parts, List<ControlMessage> control, @Nullable Duration time) {
        SendMessage message = SendMessage.to(file, parts).carrying(control);
        return move(message, PollEvent.OUT, time);
    }

    /// Receives into several parts, with what travels beside the data (RECVMSG).
    ///
    /// @param controlSize how much room there is for that, in bytes, as
    ///     [ControlMessage#sizeFor] counts; files that find no room are closed by the kernel
    public final ReceivedMessage receiveMessage(
            List<Span> parts, int controlSize, @Nullable Duration time) {
        return move(ReceiveFrom.of(file, parts, controlSize), PollEvent.IN, time);
    }

    /// Ends one direction of the connection, or both (SHUTDOWN; shutdown(2) before 5.11).
    ///
    /// @throws RingException -ENOTCONN when there is none
    public final void shutdown(Half half) {
        try {
            ask(Shutdown.of(file, half), null);
        } catch (RingException e) {
            if (!isUnknown(e)) {
                throw e;
            }
            int result = loop.kernel().calls().shutdown(number(), half.number());
            require("shutdown of " + this, result);
        }
    }
}
