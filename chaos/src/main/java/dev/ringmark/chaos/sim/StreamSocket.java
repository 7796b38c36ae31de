package dev.ringmark.chaos.sim;

import dev.ringmark.runtime.uapi.Errno;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A stream socket: alone, listening, or one of a connected pair.
final class StreamSocket extends SimSocket {

    /// What one side may have sent before the other receives: net.core.wmem_default.
    private static final int CAPACITY = 212_992;

    private final ByteQueue received = new ByteQueue(CAPACITY);
    private @Nullable StreamSocket peer;
    private @Nullable ArrayDeque<StreamSocket> backlog;
    private int backlogMax;
    private boolean wasConnected;
    private boolean isAtEnd;
    private boolean isDoneSending;
    private boolean isReset;

    StreamSocket(FileNames names, int domain) {
        super(names, domain, "stream ");
    }

    /// Makes two sockets each other's peers.
    static void pair(StreamSocket first, StreamSocket second) {
        first.peer = second;
        second.peer = first;
        first.wasConnected = true;
        second.wasConnected = true;
    }

    @Override
    boolean isStream() {
        return true;
    }

    @Override
    int ready() {
        ArrayDeque<StreamSocket> queue = backlog;
        if (queue != null) {
            return (queue.isEmpty() ? 0 : PollEvents.IN) | (isAtEnd ? PollEvents.HUP : 0);
        }
        if (!wasConnected) {
            return PollEvents.OUT | PollEvents.HUP;
        }
        StreamSocket other = peer;
        int events = received.size() > 0 || isAtEnd ? PollEvents.IN : 0;
        events |= isAtEnd ? PollEvents.RDHUP : 0;
        events |= isAtEnd && (isDoneSending || other == null) ? PollEvents.HUP : 0;
        events |= isReset ? PollEvents.ERR : 0;
        return events | (other == null || other.received.room() > 0 ? PollEvents.OUT : 0);
    }

    @Override
    int receive(long address, int size, int flags) {
        if (!wasConnected) {
            return (domain() == OpenFlags.AF_UNIX ? Errno.EINVAL : Errno.ENOTCONN).negative();
        }
        if (received.size() > 0) {
            if ((flags & OpenFlags.MSG_PEEK) != 0) {
                return received.peek(address, size);
            }
            int taken = received.take(address, size);
            StreamSocket other = peer;
            if (other != null) {
                other.changed();
            }
            return taken;
        }
        if (isReset) {
            isReset = false;
            return Errno.ECONNRESET.negative();
        }
        return isAtEnd || size == 0 ? 0 : WOULD_BLOCK;
    }

    @Override
    int send(long address, int size, @Nullable String to) {
        StreamSocket other = peer;
        if (!wasConnected) {
            return Errno.ENOTCONN.negative();
        }
        if (isDoneSending || other == null || other.isClosedForReceiving()) {
            return Errno.EPIPE.negative();
        }
        if (size > 0 && other.received.room() == 0) {
            return WOULD_BLOCK;
        }
        int sent = other.received.put(address, size);
        other.changed();
        return sent;
    }

    @Override
    int connect(String to) {
        if (wasConnected) {
            return Errno.EISCONN.negative();
        }
        if (!(bound(to) instanceof StreamSocket listener) || listener.backlog == null) {
            boolean isPath = domain() == OpenFlags.AF_UNIX && bound(to) == null;
            return (isPath ? Errno.ENOENT : Errno.ECONNREFUSED).negative();
        }
        ArrayDeque<StreamSocket> queue = listener.backlog;
        if (listener.isAtEnd) {
            return Errno.ECONNREFUSED.negative();
        }
        if (queue.size() > listener.backlogMax) {
            return WOULD_BLOCK;
        }
        StreamSocket accepted = new StreamSocket(names(), domain());
        pair(this, accepted);
        queue.add(accepted);
        listener.changed();
        return 0;
    }

    @Override
    int listen(int most) {
        if (wasConnected) {
            return Errno.EINVAL.negative();
        }
        if (backlog == null) {
            backlog = new ArrayDeque<>();
        }
        backlogMax = Math.max(0, most);
        return 0;
    }

    @Override
    FileNames.Opened accept() {
        ArrayDeque<StreamSocket> queue = backlog;
        if (queue == null || isAtEnd) {
            return new FileNames.Opened(null, Errno.EINVAL.negative());
        }
        StreamSocket next = queue.poll();
        return new FileNames.Opened(next, next == null ? WOULD_BLOCK : 0);
    }

    @Override
    int shutdown(int how) {
        if (!wasConnected && backlog == null) {
            return Errno.ENOTCONN.negative();
        }
        StreamSocket other = peer;
        if (how != SHUT_WR) {
            isAtEnd = true;
        }
        if (how != SHUT_RD) {
            isDoneSending = true;
            if (other != null) {
                other.isAtEnd = true;
                other.changed();
            }
        }
        changed();
        return 0;
    }

    @Override
    void released() {
        unbind();
        StreamSocket other = peer;
        if (other != null) {
            other.peer = null;
            other.isAtEnd = true;
            // What was never received is lost, and the sender is told: tcp and unix alike.
            other.isReset = received.size() > 0;
            other.changed();
        }
        ArrayDeque<StreamSocket> queue = backlog;
        if (queue != null) {
            queue.forEach(StreamSocket::released);
        }
    }

    private boolean isClosedForReceiving() {
        return isAtEnd && isDoneSending && peer == null;
    }
}
