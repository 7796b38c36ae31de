package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A datagram socket: what was sent at once is received at once, or cut.
final class DatagramSocket extends SimSocket {

    private static final int SIZE_MAX = 65_507;
    private static final int QUEUE_MAX = 64;

    private final ArrayDeque<byte[]> received = new ArrayDeque<>();
    private @Nullable DatagramSocket peer;
    private boolean isAtEnd;
    private boolean isDoneSending;

    DatagramSocket(FileNames names, int domain) {
        super(names, domain, "datagram ");
    }

    static void pair(DatagramSocket first, DatagramSocket second) {
        first.peer = second;
        second.peer = first;
    }

    @Override
    boolean isStream() {
        return false;
    }

    @Override
    int ready() {
        DatagramSocket other = peer;
        boolean hasRoom = other == null || other.received.size() < QUEUE_MAX;
        return (received.isEmpty() && !isAtEnd ? 0 : PollEvents.IN)
                | (hasRoom ? PollEvents.OUT : 0);
    }

    @Override
    int receive(long address, int size, int flags) {
        byte[] datagram = received.peek();
        if (datagram == null) {
            return isAtEnd ? 0 : WOULD_BLOCK;
        }
        int taken = Math.min(size, datagram.length);
        UserMemory.write(address, datagram, 0, taken);
        if ((flags & OpenFlags.MSG_PEEK) == 0) {
            received.remove();
            DatagramSocket other = peer;
            if (other != null) {
                other.changed();
            }
        }
        return taken;
    }

    @Override
    int send(long address, int size, @Nullable String to) {
        if (isDoneSending) {
            return Errno.EPIPE.negative();
        }
        if (size > SIZE_MAX) {
            return Errno.EMSGSIZE.negative();
        }
        DatagramSocket target = peer;
        if (to != null) {
            target = bound(to) instanceof DatagramSocket found ? found : null;
        } else if (target == null) {
            return Errno.ENOTCONN.negative();
        }
        if (target == null || target.references() == 0) {
            // Nobody listens: over the network that is not noticed.
            return domain() == OpenFlags.AF_INET ? size : Errno.ECONNREFUSED.negative();
        }
        if (target.received.size() >= QUEUE_MAX) {
            return domain() == OpenFlags.AF_INET ? size : WOULD_BLOCK;
        }
        byte[] datagram = new byte[size];
        UserMemory.read(address, datagram, 0, size);
        target.received.add(datagram);
        target.changed();
        return size;
    }

    @Override
    int connect(String to) {
        if (!(bound(to) instanceof DatagramSocket found)) {
            boolean isPath = domain() == OpenFlags.AF_UNIX;
            return isPath ? Errno.ECONNREFUSED.negative() : 0;
        }
        peer = found;
        return 0;
    }

    @Override
    int shutdown(int how) {
        if (peer == null) {
            return Errno.ENOTCONN.negative();
        }
        isAtEnd |= how != SHUT_WR;
        isDoneSending |= how != SHUT_RD;
        changed();
        return 0;
    }

    @Override
    void released() {
        unbind();
    }
}
